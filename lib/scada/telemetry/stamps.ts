/** Time stamps and qualities as sources write them. */
import type { Quality } from '../../contract';
import { END_OF_TIME_S, readMoment } from '../moment';

const TIME_FIELDS = ['timestamp', 'time', 'ts', 'sourceTimestamp', 'source_timestamp'] as const;
const QUALITY_FIELDS = ['quality', 'q', 'statusCode', 'status_code'] as const;

/** Milliseconds since 1970 are above this, seconds below: it is the year 5138 in the one, March 1973 in the other. */
const FIRST_MS = 100_000_000_000;

/** Seconds since 1970 from the first field that holds a moment; undefined where nothing is said, NaN where none can be read. */
export function timeOf(record: unknown): number | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  let isSaid = false;
  for (const field of TIME_FIELDS) {
    const said = (record as Record<string, unknown>)[field];
    const time_s = secondsOf(said);
    if (time_s !== undefined) return time_s;
    isSaid ||= said !== undefined && said !== null && said !== '' && said !== 0;
  }
  return isSaid ? Number.NaN : undefined;
}

/** ISO 8601 (UTC where it names no zone), a Date, or a number of seconds or milliseconds since 1970. */
export function secondsOf(value: unknown): number | undefined {
  if (value instanceof Date) return secondsOf(value.getTime());
  if (typeof value === 'string') {
    const time_s = readMoment(value);
    if (Number.isFinite(time_s)) return time_s;
    return value.trim() === '' ? undefined : secondsOf(Number(value));
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  const time_s = value >= FIRST_MS ? value / 1000 : value;
  return time_s < END_OF_TIME_S ? time_s : undefined;
}

/**
 * Good where nothing is said. A word; a status of OPC UA, whose two highest bits tell (Part 4, 7.39.1); or a number of OPC DA
 * (Data Access 3.0, 6.8), whose bits 6 and 7 do: 0 to 63 bad, 64 to 127 uncertain, from 192 good.
 */
export function qualityOf(record: unknown): Quality {
  if (typeof record !== 'object' || record === null) return 'good';
  for (const field of QUALITY_FIELDS) {
    const said = (record as Record<string, unknown>)[field];
    const status = typeof said === 'object' && said !== null ? (said as { value?: unknown }).value : said;
    if (typeof status === 'boolean') return status ? 'good' : 'bad';
    const code = codeOf(status);
    if (code === undefined) {
      if (typeof status === 'string') return wordOf(status);
      continue;
    }
    // A number named q beside other measurements is a reactive power; beside a value it is its quality.
    if (field === 'q' && !Object.hasOwn(record, 'value')) continue;
    return field.startsWith('status') || code > MOST_DA ? ofOpcUa(code) : ofOpcDa(code);
  }
  return 'good';
}

export function worseOf(one: Quality, other: Quality): Quality {
  if (one === 'bad' || other === 'bad') return 'bad';
  return one === 'uncertain' ? one : other;
}

/** A quality of OPC DA has 16 bits, of which the vendor's are the upper eight. */
const MOST_DA = 0xffff;

function codeOf(said: unknown): number | undefined {
  if (typeof said === 'number') return said;
  return typeof said === 'string' && /^\s*\d+\s*$/.test(said) ? Number(said) : undefined;
}

function ofOpcUa(code: number): Quality {
  const severity = (code >>> 30) & 3;
  return severity === 0 ? 'good' : severity === 1 ? 'uncertain' : 'bad';
}

function ofOpcDa(code: number): Quality {
  const major = (code >>> 6) & 3;
  return major === 3 ? 'good' : major === 1 ? 'uncertain' : 'bad';
}

function wordOf(said: string): Quality {
  const word = said.trim().toLowerCase();
  if (word.startsWith('good') || word === 'ok' || word === 'valid' || word === '') return 'good';
  return word.startsWith('uncertain') || word === 'questionable' ? 'uncertain' : 'bad';
}
