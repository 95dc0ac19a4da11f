/** What the variables of a case file hold. */
import { MAX_ELEMENTS, MAX_WORK } from './limits';
import { refuse } from './refusal';

/** Numbers by rows; a single number is a matrix of one. */
export interface Matrix {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
  /** True for the result of a comparison, which selects where it stands as an index. */
  readonly logical: boolean;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

export interface Cell {
  readonly kind: 'cell';
  readonly rows: number;
  readonly cols: number;
  readonly items: readonly Value[];
}

export type Value = Matrix | Text | Cell;

/** Counts the elements that are made, so that a short file cannot ask for endless work or memory. */
export class Budget {
  private left = MAX_WORK;

  /** Room for a result of so many rows and columns. */
  spend(rows: number, cols: number): void {
    const elements = rows * cols;
    if (!(elements <= MAX_ELEMENTS)) {
      refuse(`${rows} by ${cols} elements`, `at most ${MAX_ELEMENTS} elements`);
    }
    this.work(elements + 1);
  }

  work(elements: number): void {
    this.left -= elements;
    if (this.left < 0) refuse('more work', `at most ${MAX_WORK} elements touched by all statements together`);
  }

  matrix(rows: number, cols: number, logical = false): Matrix {
    this.spend(rows, cols);
    return { kind: 'matrix', rows, cols, data: new Float64Array(rows * cols), logical };
  }
}

export function scalar(value: number, logical = false): Matrix {
  return { kind: 'matrix', rows: 1, cols: 1, data: Float64Array.of(value), logical };
}

export function asMatrix(value: Value): Matrix {
  if (value.kind === 'matrix') return value;
  return refuse(value.kind === 'text' ? value.text : 'a cell array', 'a number or a matrix here');
}

export function asScalar(value: Value): number {
  const matrix = asMatrix(value);
  if (matrix.rows !== 1 || matrix.cols !== 1) refuse(describe(matrix), 'a single number here');
  return matrix.data[0];
}

export function isEmpty(value: Value): boolean {
  return value.kind !== 'text' && value.rows * value.cols === 0;
}

/** Whether an `if` takes it for true: numbers, none of them 0. */
export function isTrue(value: Value): boolean {
  const { data } = asMatrix(value);
  return data.length > 0 && data.every((number) => number !== 0);
}

export function describe(value: Value): string {
  if (value.kind === 'text') return `'${value.text}'`;
  return `${value.kind === 'cell' ? 'cell array' : 'matrix'} of ${value.rows} by ${value.cols}`;
}
