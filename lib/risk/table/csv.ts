import { ColumnBuilder } from './column-builder';
import { invalidTable, type Table } from './table';

/** What a table may have at most: it is held in memory, about 8 bytes a cell beside the text. */
export const MOST_ROWS = 1_000_000;
const MOST_COLUMNS = 1000;
export const LARGEST_CHARACTERS = 400 * 1024 * 1024;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Reads comma-separated values (RFC 4180; a semicolon or a tab parts cells where the first line holds no comma).
 * Without a header the columns are called 1, 2 and so on. Empty lines are passed over.
 * @param file for errors
 * @throws GridError INVALID_TABLE, naming line and column
 */
export function readCsv(text: string, file: string, header: boolean): Table {
  if (text.length > LARGEST_CHARACTERS) {
    throw invalidTable(file, `${text.length} characters`, `at most ${LARGEST_CHARACTERS}`);
  }
  const lines = new Uint32Array(Math.min(MOST_ROWS, countLines(text)) + 1);
  const cells = new CellReader(text, file, delimiterOf(text));
  let builders: ColumnBuilder[] | null = null;
  let row = 0;
  for (let record = cells.next(); record !== null; record = cells.next()) {
    if (builders === null) {
      builders = columnsOf(record, file, header);
      if (header) continue;
    }
    if (row === MOST_ROWS)
      throw invalidTable(`${file}, line ${record.line}`, 'one more row', `${MOST_ROWS} rows`);
    if (record.cells.length !== builders.length) {
      throw invalidTable(
        `${file}, line ${record.line}`,
        `${record.cells.length} cells`,
        `${builders.length}`,
      );
    }
    lines[row] = record.line;
    for (let k = 0; k < builders.length; k++) builders[k]!.add(record.cells[k]!, record.line);
    row++;
  }
  if (builders === null || row === 0) throw invalidTable(file, 'no row', `1 to ${MOST_ROWS} rows`);
  return {
    file,
    row_count: row,
    columns: builders.map((builder) => builder.finish()),
    lineOf: (at) => lines[at]!,
  };
}

function columnsOf(record: Line, file: string, header: boolean): ColumnBuilder[] {
  const { cells, line } = record;
  if (cells.length > MOST_COLUMNS) {
    throw invalidTable(`${file}, line ${line}`, `${cells.length} columns`, `at most ${MOST_COLUMNS}`);
  }
  const names = header ? cells.map((cell) => cell.trim()) : cells.map((_, k) => String(k + 1));
  names.forEach((name, k) => {
    if (name === '')
      throw invalidTable(`${file}, line ${line}, column ${k + 1}`, 'no name', 'a name for each');
    if (names.indexOf(name) !== k) throw invalidTable(`${file}, line ${line}`, name, 'each column name once');
  });
  return names.map((name) => new ColumnBuilder(name, file));
}

interface Line {
  cells: string[];
  line: number;
}

/** Cuts a text into records. */
class CellReader {
  private at: number;
  private line = 1;

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly delimiter: number,
  ) {
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  next(): Line | null {
    const { text } = this;
    while (this.at < text.length && isBreak(text.charCodeAt(this.at))) this.passBreak();
    if (this.at >= text.length) return null;
    const record: Line = { cells: [], line: this.line };
    for (;;) {
      record.cells.push(text.charCodeAt(this.at) === QUOTE ? this.quoted() : this.plain());
      if (this.at >= text.length) return record;
      if (text.charCodeAt(this.at) !== this.delimiter) {
        this.passBreak();
        return record;
      }
      this.at++;
    }
  }

  private plain(): string {
    const start = this.at;
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === this.delimiter || isBreak(code)) break;
      this.at++;
    }
    return this.text.slice(start, this.at);
  }

  private quoted(): string {
    const began = this.line;
    let value = '';
    this.at++;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end < 0)
        throw invalidTable(`${this.file}, line ${began}`, 'a quotation mark without its end', 'both');
      const part = this.text.slice(this.at, end);
      for (let k = part.indexOf('\n'); k >= 0; k = part.indexOf('\n', k + 1)) this.line++;
      value += part;
      this.at = end + 1;
      if (this.text.charCodeAt(this.at) !== QUOTE) break;
      value += '"';
      this.at++;
    }
    const code = this.text.charCodeAt(this.at);
    if (this.at < this.text.length && code !== this.delimiter && !isBreak(code)) {
      throw invalidTable(
        `${this.file}, line ${this.line}`,
        'text behind a quoted cell',
        'the next cell or line',
      );
    }
    return value;
  }

  private passBreak(): void {
    if (this.text.charCodeAt(this.at) === CR && this.text.charCodeAt(this.at + 1) === LF) this.at++;
    this.at++;
    this.line++;
  }
}

function isBreak(code: number): boolean {
  return code === LF || code === CR;
}

function delimiterOf(text: string): number {
  // What stands in quotation marks parts nothing.
  const plain = text.slice(0, 65_536).replace(/(^|[,;\t\r\n])"(?:[^"]|"")*"/g, '$1');
  const [first = ''] = plain.split(/[\r\n]/, 1);
  const found = [',', ';', '\t'].find((mark) => first.includes(mark));
  return (found ?? ',').charCodeAt(0);
}

function countLines(text: string): number {
  let count = 1;
  for (let at = 0; at < text.length; at++) if (isBreak(text.charCodeAt(at))) count++;
  return count;
}
