import { nextTurn } from '../../contract';

/** Rows written between two turns of the event loop. */
const SLICE = 50;

/** A column of a table: its title, with the unit in it, and what stands in it. */
export interface Column<T> {
  readonly title: string;
  read(row: T): unknown;
}

/** With a header row (RFC 4180 §3). */
export const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

/** A table as RFC 4180 has it: a header row, lines that end in CR LF, quotes where they are needed. Rows are shaped just before they are written. */
export async function writeCsv<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  shape = (row: T): T => row,
): Promise<Buffer> {
  const lineOf = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`;
  const parts = [Buffer.from(lineOf(columns.map(({ title }) => title)))];
  for (let start = 0; start < rows.length; start += SLICE) {
    if (start > 0) await nextTurn();
    const shaped = rows.slice(start, start + SLICE).map(shape);
    const lines = shaped.map((row) => lineOf(columns.map(({ read }) => read(row))));
    parts.push(Buffer.from(lines.join('')));
  }
  return Buffer.concat(parts);
}

/** Empty for what is not known; lists as JSON. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return quoted(typeof value === 'string' ? harmless(value) : JSON.stringify(value));
}

/** A spreadsheet would compute a text that begins so: the names of elements may come from anyone. */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
