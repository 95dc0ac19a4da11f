/**
 * Tables of text: CSV as RFC 4180 has it, with a header line; separated by commas, semicolons or tabulators, whichever the
 * header has most of. Empty lines and remarks, which begin with # and a space, are passed over.
 */
import { type ErrorCode, type GridError, gridError, show } from '../../errors';

/** A line of a table: its cells by column, and where it stands. */
export interface TableRow {
  line: number;
  cells: Record<string, string>;
}

/** What is wrong with a row. */
export interface RowProblem {
  line: number;
  column: string;
  got: unknown;
  allowed: string;
}

/** Rows beyond the first that a message tells of. */
const MOST_TOLD = 20;

/** The rows of a table; `columns` are those that it may have, the first so many of them those that it must. */
export function readTable(
  source: string,
  text: string,
  code: ErrorCode,
  columns: { needed: readonly string[]; allowed: readonly string[] },
): TableRow[] {
  const lines = splitLines(text);
  const [header, ...rows] = lines;
  if (header === undefined)
    throw gridError(code, { at: `${source}: line 1`, got: 'nothing', allowed: 'a header line and rows' });
  const names = header.cells.map((cell) => cell.trim().toLowerCase());
  checkHeader(source, code, header.line, names, columns);
  const problems: RowProblem[] = [];
  const read = rows.map(({ line, cells }) => {
    if (cells.length > names.length) {
      problems.push({
        line,
        column: 'cells',
        got: `${cells.length} of them`,
        allowed: `at most ${names.length}`,
      });
    }
    return { line, cells: Object.fromEntries(names.map((name, at) => [name, (cells[at] ?? '').trim()])) };
  });
  if (problems.length > 0) throw refusedRows(code, source, problems);
  return read;
}

/** One error for all rows that are wrong: the first in full, then the others, so many of them. */
export function refusedRows(code: ErrorCode, source: string, problems: readonly RowProblem[]): GridError {
  const [first, ...others] = problems;
  const told = others
    .slice(0, MOST_TOLD)
    .map(
      ({ line, column, got, allowed }) => `line ${line}, ${column}: got ${show(got)}, allowed: ${allowed}`,
    );
  if (others.length > MOST_TOLD) told.push(`and ${others.length - MOST_TOLD} more`);
  return gridError(code, {
    at: `${source}: line ${first.line}, ${first.column}`,
    got: first.got,
    allowed: first.allowed,
    ...(told.length > 0 ? { remedy: `Also ${told.join('; ')}` } : {}),
  });
}

function checkHeader(
  source: string,
  code: ErrorCode,
  line: number,
  names: readonly string[],
  { needed, allowed }: { needed: readonly string[]; allowed: readonly string[] },
): void {
  const all = allowed.join(', ');
  const at = `${source}: line ${line}, the header`;
  for (const [index, name] of names.entries()) {
    if (!allowed.includes(name)) throw gridError(code, { at, got: name, allowed: `the columns ${all}` });
    if (names.indexOf(name) < index) throw gridError(code, { at, got: name, allowed: 'each column once' });
  }
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw gridError(code, { at, got: names.join(','), allowed: `the column ${missing} among ${all}` });
}

interface CsvLine {
  line: number;
  cells: string[];
}

export function splitLines(text: string): CsvLine[] {
  const found: CsvLine[] = [];
  const clean = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(clean);
  let line = 1;
  for (let at = 0; at < clean.length; ) {
    const { cells, end, breaks } = readLine(clean, at, separator);
    const isComment = isRemark(cells[0]);
    if (!isComment && cells.some((cell) => cell.trim() !== '')) found.push({ line, cells });
    line += breaks;
    at = end;
  }
  return found;
}

/** Whether a line, or its first cell, is a remark. */
export function isRemark(text: string): boolean {
  return /^\s*#(\s|$)/.test(text);
}

/** What separates the cells of a table, by its header. */
export function separatorOf(text: string): string {
  const header = text.split('\n').find((one) => one.trim() !== '' && !isRemark(one)) ?? '';
  const count = (mark: string): number => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The cells from `at` to the end of the line; a quoted cell may hold separators, line breaks and doubled quotes. */
export function readLine(
  text: string,
  at: number,
  separator: string,
): { cells: string[]; end: number; breaks: number } {
  const cells: string[] = [];
  let cell = '';
  let breaks = 0;
  let quoted = false;
  let k = at;
  for (; k < text.length; k++) {
    const mark = text[k];
    if (mark === '\n') breaks++;
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[k + 1] === '"') cell += text[++k];
      else quoted = false;
    } else if (mark === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (mark === separator) {
      cells.push(cell);
      cell = '';
    } else if (mark === '\n') break;
    else if (mark !== '\r') cell += mark;
  }
  cells.push(cell);
  return { cells, end: k + 1, breaks };
}
