/** CSV files of series: a time stamp, evenly spaced, and a number for each column. */
import { readFile, stat } from 'node:fs/promises';
import { gridError } from '../errors';
import { readMoment } from './moment';

/** A file of series beyond this is refused unread. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

export interface ParsedSeries {
  names: readonly string[];
  interval_s: number;
  /** Time of the first row. */
  offset_s: number;
  /** One for each name. */
  columns: Float64Array[];
}

export async function readSeriesText(file: string): Promise<string> {
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

/** The columns of a CSV. Throws UNREADABLE_FILE with the line at fault; `allowed` is what its first line may name. */
export function parseSeries(file: string, text: string, allowed: readonly string[]): ParsedSeries {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first, ...names] = (header ?? '').split(',').map((cell) => cell.trim().toLowerCase());
  if (first !== 'timestamp' || names.length === 0 || lines.length < 2) {
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line 1`,
      got: header?.slice(0, 60) ?? '',
      allowed: `a CSV with the columns timestamp and ${allowed.join(', ')} and two rows at least`,
    });
  }
  const rows = lines.map((line, index) => parseRow(file, index + 2, line, names.length));
  const interval_s = rows[1].time_s - rows[0].time_s;
  rows.forEach(({ time_s }, index) => {
    if (interval_s > 0 && time_s === rows[0].time_s + index * interval_s) return;
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: line ${index + 2}`,
      got: lines[index].split(',')[0],
      allowed: `evenly spaced time stamps, ${interval_s} s apart`,
    });
  });
  return {
    names,
    interval_s,
    offset_s: rows[0].time_s,
    columns: names.map((_, column) => Float64Array.from(rows, ({ values }) => values[column])),
  };
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
