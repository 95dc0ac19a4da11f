/** The fast way through the big tables: plain numbers between brackets, without an expression for each. */
import { MAX_ELEMENTS } from './limits';
import { type Scanned, scanNumber } from './numbers';
import { refuse } from './refusal';
import type { Matrix } from './values';

const NEWLINE = 10;
const ENDS_WORD = /^[\s,;\]]?$/;
const WORDS: Record<string, number> = { Inf: Infinity, inf: Infinity, NaN: Number.NaN, nan: Number.NaN };

/** Numbers that come in one by one, row by row. */
class Rows {
  private data = new Float64Array(1024);
  private size = 0;
  private inRow = 0;
  private cols = -1;
  private rows = 0;

  push(value: number): void {
    if (this.size === this.data.length) this.grow();
    this.data[this.size++] = value;
    this.inRow++;
  }

  /** Ends a row; one without numbers is none. */
  endRow(position: number): void {
    if (this.inRow === 0) return;
    if (this.cols >= 0 && this.inRow !== this.cols) {
      const got = `${this.inRow} columns in row ${this.rows + 1}`;
      refuse(got, `${this.cols}, as in the rows before`, undefined, position);
    }
    this.cols = this.inRow;
    this.inRow = 0;
    this.rows++;
  }

  matrix(): Matrix {
    const cols = Math.max(this.cols, 0);
    return { kind: 'matrix', rows: this.rows, cols, data: this.data.slice(0, this.size), logical: false };
  }

  private grow(): void {
    if (this.size >= MAX_ELEMENTS) refuse('a larger table', `at most ${MAX_ELEMENTS} elements`);
    const grown = new Float64Array(2 * this.size);
    grown.set(this.data);
    this.data = grown;
  }
}

/**
 * The table whose `[` stands before `start`, and where the text goes on behind its `]`; undefined where it holds
 * anything but numbers, Inf, NaN, signs and comments, or does not end. Throws a Refusal where rows differ in length.
 */
export function scanTable(text: string, start: number): { matrix: Matrix; end: number } | undefined {
  const rows = new Rows();
  const scanned: Scanned = { value: 0, end: 0 };
  let position = start;
  let rowStart = start;
  let separated = true;
  let comma = false;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 9 || code === 32 || code === 13) {
      separated = true;
      position++;
    } else if (code === 44) {
      if (comma) return undefined;
      comma = separated = true;
      position++;
    } else if (code === NEWLINE || code === 59 || code === 93) {
      rows.endRow(rowStart);
      rowStart = ++position;
      if (code === 93) return { matrix: rows.matrix(), end: position };
      separated = true;
      comma = false;
    } else if (code === 37 || code === 35) {
      if (text.charCodeAt(position + 1) === 123) return undefined;
      position = text.indexOf('\n', position);
      if (position < 0) return undefined;
    } else if (separated && scanElement(text, position, scanned)) {
      rows.push(scanned.value);
      position = scanned.end;
      separated = comma = false;
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** A number with its sign, Inf or NaN. */
export function scanElement(text: string, start: number, into: Scanned): boolean {
  const sign = text.charCodeAt(start);
  const first = sign === 43 || sign === 45 ? start + 1 : start;
  const letter = text.charCodeAt(first);
  if (letter > 64) {
    const value = WORDS[text.slice(first, first + 3)];
    if (value === undefined || !ENDS_WORD.test(text.charAt(first + 3))) return false;
    into.value = value;
    into.end = first + 3;
  } else if (!scanNumber(text, first, into)) {
    return false;
  }
  if (sign === 45) into.value = -into.value;
  return true;
}
