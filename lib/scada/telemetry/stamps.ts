/** Time stamps and qualities as sources write them. */
import type { Quality } from '../../contract';
import { readMoment } from '../moment';

const TIME_FIELDS = ['timestamp', 'time', 'ts', 'sourceTimestamp', 'source_timestamp'] as const;
const QUALITY_FIELDS = ['quality', 'q', 'statusCode', 'status_code'] as const;

/** Milliseconds since 1970 are above this, seconds below: it is the year 5138 in the one, March 1973 in the other. */
const FIRST_MS = 100_000_000_000;

/** Seconds since 1970 from the first field that holds a moment; undefined where none does. */
export function timeOf(record: unknown): number | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  for (const field of TIME_FIELDS) {
    const time_s = secondsOf((record as Record<string, unknown>)[field]);
    if (time_s !== undefined) return time_s;
  }
  return undefined;
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
  return value >= FIRST_MS ? value / 1000 : value;
}

/** Good where nothing is said. A word, or a status of OPC UA, whose two highest bits tell (Part 4, 7.39.1). */
export function qualityOf(record: unknown): Quality {
  if (typeof record !== 'object' || record === null) return 'good';
  for (const field of QUALITY_FIELDS) {
    const said = (record as Record<string, unknown>)[field];
    if (typeof said === 'string') return wordOf(said);
    if (typeof said === 'boolean') return said ? 'good' : 'bad';
    const status = typeof said === 'object' && said !== null ? (said as { value?: unknown }).value : said;
    if (field.startsWith('status') && typeof status === 'number') {
      const severity = (status >>> 30) & 3;
      return severity === 0 ? 'good' : severity === 1 ? 'uncertain' : 'bad';
    }
  }
  return 'good';
}

function wordOf(said: string): Quality {
  const word = said.trim().toLowerCase();
  if (word.startsWith('good') || word === 'ok' || word === 'valid' || word === '') return 'good';
  return word.startsWith('uncertain') || word === 'questionable' ? 'uncertain' : 'bad';
}
