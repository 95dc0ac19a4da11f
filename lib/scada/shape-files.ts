import { readFile, stat } from 'node:fs/promises';
import { gridError } from '../errors';
import { CUSTOMER_CLASSES, type CustomerClass, checkSeries, type LoadShapes } from './load-shapes';
import { readMoment } from './moment';

/** A shape file beyond this is refused unread. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

const YEAR_S = 365 * 86_400;
/** A shape of a whole year begins on 1 January: that of 2024, so that the seasons fall in their place. */
const NEW_YEAR_S = Date.UTC(2024, 0, 1) / 1000;

interface NamedSeries {
  name: string;
  interval_s: number;
  offset_s: number;
  values: Float64Array;
}

/**
 * Reads load shapes: an OpenDSS file with `New LoadShape.NAME npts=… interval=… mult=(…)` statements (OpenDSS manual,
 * LoadShape), or a CSV whose first column is `timestamp` (ISO 8601, UTC unless it names a zone, evenly spaced) and whose others are named after
 * classes of customers. A class takes the series whose name contains its own; one that has none takes the last.
 */
export async function readLoadShapes(file: string): Promise<LoadShapes> {
  const text = await readText(file);
  const series = /^\s*new\s+"?loadshape\./im.test(text) ? parseOpenDss(file, text) : parseCsv(file, text);
  for (const { name, values } of series) checkSeries(file, name, values);
  const [{ interval_s, offset_s }] = series;
  if (series.some((other) => other.interval_s !== interval_s)) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: 'shapes of different intervals',
      allowed: 'one interval',
    });
  }
  const pick = (customer: CustomerClass): Float64Array =>
    (series.find(({ name }) => name.toLowerCase().includes(customer)) ?? series[series.length - 1]).values;
  return {
    name: file,
    interval_s,
    offset_s,
    multiplier: {
      residential: pick('residential'),
      commercial: pick('commercial'),
      industrial: pick('industrial'),
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_FILE_BYTES) return await readFile(file, 'utf8');
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a readable file',
    });
  }
  throw gridError('UNREADABLE_FILE', {
    at: file,
    got: 'a larger file',
    allowed: `at most ${MAX_FILE_BYTES} bytes`,
  });
}

function parseOpenDss(file: string, text: string): NamedSeries[] {
  const found: NamedSeries[] = [];
  for (const [statement, name] of text.matchAll(/^\s*new\s+"?loadshape\.([^\s"]+)[^\n]*/gim)) {
    const list = /\bmult\s*=\s*[([{"']([^)\]}"']*)/i.exec(statement)?.[1];
    if (list === undefined) {
      const at = `${file}: LoadShape.${name}`;
      throw gridError('UNREADABLE_FILE', {
        at,
        got: 'no mult=( … )',
        allowed: 'multipliers in the file itself',
      });
    }
    const interval = /\binterval\s*=\s*([\d.]+)/i.exec(statement)?.[1] ?? '1';
    const values = Float64Array.from(
      list.split(/[\s,]+/).filter((part) => part !== ''),
      Number,
    );
    const interval_s = Number(interval) * 3600;
    found.push({
      name,
      interval_s,
      offset_s: values.length * interval_s === YEAR_S ? NEW_YEAR_S : 0,
      values,
    });
  }
  return found;
}

function parseCsv(file: string, text: string): NamedSeries[] {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first, ...names] = (header ?? '').split(',').map((cell) => cell.trim().toLowerCase());
  if (first !== 'timestamp' || names.length === 0 || lines.length < 2) {
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line 1`,
      got: header?.slice(0, 60) ?? '',
      allowed: `a CSV with the columns timestamp and ${CUSTOMER_CLASSES.join(', ')} and two rows at least, or OpenDSS LoadShapes`,
    });
  }
  const rows = lines.map((line, index) => parseRow(file, index + 2, line, names.length));
  const interval_s = rows[1].time_s - rows[0].time_s;
  rows.forEach(({ time_s }, index) => {
    if (interval_s > 0 && time_s === rows[0].time_s + index * interval_s) return;
    const allowed = `evenly spaced time stamps, ${interval_s} s apart`;
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line ${index + 2}`,
      got: lines[index].split(',')[0],
      allowed,
    });
  });
  return names.map((name, column) => ({
    name,
    interval_s,
    offset_s: rows[0].time_s,
    values: Float64Array.from(rows, ({ values }) => values[column]),
  }));
}

function parseRow(
  file: string,
  line: number,
  text: string,
  columns: number,
): { time_s: number; values: number[] } {
  const [time, ...cells] = text.split(',').map((cell) => cell.trim());
  const time_s = readMoment(time);
  if (!Number.isFinite(time_s)) {
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line ${line}`,
      got: time,
      allowed: 'an ISO 8601 time stamp, in UTC where it names no zone',
    });
  }
  if (cells.length !== columns || cells.includes('')) {
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line ${line}`,
      got: text.slice(0, 60),
      allowed: `${columns} values`,
    });
  }
  return { time_s, values: cells.map(Number) };
}
