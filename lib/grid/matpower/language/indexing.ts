/** Parts of matrices: read, written and deleted by 1-based indices, masks and `:`. */
import { MAX_ELEMENTS } from './limits';
import { refuse } from './refusal';
import { asMatrix, type Budget, type Cell, describe, type Matrix, type Value } from './values';

/** One index: 0-based positions, or 'all' for `:`. */
export type Selection = 'all' | Int32Array;

/** The positions that an index names; a mask names those where it is not 0. */
export function selection(budget: Budget, value: Value): Int32Array {
  const { data, logical } = asMatrix(value);
  budget.work(data.length);
  if (logical) return Int32Array.from(positions(data));
  const selected = new Int32Array(data.length);
  for (let k = 0; k < data.length; k++) {
    const index = data[k];
    if (!Number.isInteger(index) || index < 1 || index > MAX_ELEMENTS) {
      refuse(`index ${index}`, `whole numbers from 1 to ${MAX_ELEMENTS}`);
    }
    selected[k] = index - 1;
  }
  return selected;
}

export function positions(data: Float64Array): number[] {
  const found: number[] = [];
  for (let k = 0; k < data.length; k++) if (data[k] !== 0) found.push(k);
  return found;
}

/** What stands at the indices: one of them counts down the columns, two are row and column. */
export function part(budget: Budget, of: Matrix | Cell, indices: readonly Selection[]): Matrix | Cell {
  const { rows, cols } = of;
  if (indices.length === 1) {
    const [selected] = indices;
    const count = selected === 'all' ? rows * cols : selected.length;
    const down = selected === 'all' || rows !== 1;
    const source = (k: number): number => {
      const at = selected === 'all' ? k : selected[k];
      return (at % rows) * cols + Math.floor(at / rows);
    };
    check(selected, rows * cols, 'elements', of);
    return gather(budget, of, down ? count : 1, down ? 1 : count, (row, col) => source(row + col));
  }
  if (indices.length !== 2) refuse(`${indices.length} indices`, 'one index or two');
  const [r, c] = indices;
  check(r, rows, 'rows', of);
  check(c, cols, 'columns', of);
  return gather(budget, of, r === 'all' ? rows : r.length, c === 'all' ? cols : c.length, (row, col) => {
    return (r === 'all' ? row : r[row]) * cols + (c === 'all' ? col : c[col]);
  });
}

function gather(
  budget: Budget,
  of: Matrix | Cell,
  rows: number,
  cols: number,
  source: (row: number, col: number) => number,
): Matrix | Cell {
  if (of.kind === 'cell') {
    budget.spend(rows, cols);
    const items = Array.from(
      { length: rows * cols },
      (_, k) => of.items[source(Math.floor(k / cols), k % cols)],
    );
    return { kind: 'cell', rows, cols, items };
  }
  const result = budget.matrix(rows, cols, of.logical);
  for (let row = 0, k = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) result.data[k++] = of.data[source(row, col)];
  }
  return result;
}

function check(selected: Selection, count: number, what: string, of: Value): void {
  if (selected === 'all') return;
  for (const position of selected) {
    if (position >= count)
      refuse(`index ${position + 1}`, `1 to ${count}: a ${describe(of)} has ${count} ${what}`);
  }
}

/**
 * The matrix with the elements at the indices replaced by those of `value`, or all by its single one. Written in
 * place where it fits; where an index lies beyond, a larger one is given back, with zeros between.
 */
export function replaced(budget: Budget, of: Matrix, indices: readonly Selection[], value: Matrix): Matrix {
  const [r, c] = twoDimensional(of, indices, value);
  const rowCount = r === 'all' ? allOf(of.rows, of, value.rows) : r.length;
  const colCount = c === 'all' ? allOf(of.cols, of, value.cols) : c.length;
  const single = value.data.length === 1;
  const fits = value.rows === rowCount && value.cols === colCount;
  const turned =
    value.data.length === rowCount * colCount && isVector(value) && (rowCount === 1 || colCount === 1);
  if (!single && !fits && !turned) {
    refuse(
      describe(value),
      `${rowCount} by ${colCount} elements, as many as are assigned to, or a single number`,
    );
  }
  const result = enlarged(budget, of, extent(r, rowCount, of.rows), extent(c, colCount, of.cols));
  budget.work(rowCount * colCount);
  for (let row = 0, k = 0; row < rowCount; row++) {
    const base = (r === 'all' ? row : r[row]) * result.cols;
    for (let col = 0; col < colCount; col++, k++) {
      result.data[base + (c === 'all' ? col : c[col])] = value.data[single ? 0 : k];
    }
  }
  return result;
}

/** A single index as row and column; only of a vector, whose elements stand in one line. */
function twoDimensional(
  of: Matrix,
  indices: readonly Selection[],
  value: Matrix,
): readonly [Selection, Selection] {
  if (indices.length === 2) return [indices[0], indices[1]];
  if (indices.length !== 1) refuse(`${indices.length} indices`, 'one index or two');
  const [selected] = indices;
  const first = new Int32Array(1);
  if (of.data.length === 0) return value.cols === 1 && value.rows > 1 ? [selected, first] : [first, selected];
  if (of.rows === 1) return [first, selected];
  if (of.cols === 1) return [selected, first];
  if (selected === 'all') return ['all', 'all'];
  return refuse(describe(of), 'a vector where one index is assigned to, or two indices');
}

/** How many `:` stands for: where there is nothing yet, as many as are assigned. */
function allOf(count: number, of: Matrix, assigned: number): number {
  return of.data.length === 0 && count === 0 ? assigned : count;
}

function extent(selected: Selection, count: number, now: number): number {
  if (selected === 'all') return Math.max(now, count);
  return selected.reduce((most, position) => Math.max(most, position + 1), now);
}

function enlarged(budget: Budget, of: Matrix, rows: number, cols: number): Matrix {
  if (rows === of.rows && cols === of.cols) return of;
  const result = budget.matrix(rows, cols);
  for (let row = 0; row < of.rows; row++) {
    result.data.set(of.data.subarray(row * of.cols, (row + 1) * of.cols), row * cols);
  }
  return result;
}

/** The matrix or cell array without the rows or columns that the indices name: `x(rows, :) = []`. */
export function without(budget: Budget, of: Matrix | Cell, indices: readonly Selection[]): Matrix | Cell {
  const { rows, cols } = of;
  const line = indices.length === 1 && (rows === 1 || cols === 1);
  const [r, c] = line ? (rows === 1 ? ['all' as const, indices[0]] : [indices[0], 'all' as const]) : indices;
  if (c === undefined || indices.length > 2)
    return refuse('[] for single elements', 'whole rows or columns to delete');
  if (c === 'all') {
    check(r, rows, 'rows', of);
    return part(budget, of, [rest(r, rows), 'all']);
  }
  if (r !== 'all') refuse('[] for single elements', 'whole rows or columns to delete');
  check(c, cols, 'columns', of);
  return part(budget, of, ['all', rest(c, cols)]);
}

function rest(deleted: Selection, count: number): Int32Array {
  if (deleted === 'all') return new Int32Array(0);
  const gone = new Set(deleted);
  return Int32Array.from({ length: count }, (_, k) => k).filter((k) => !gone.has(k));
}

function isVector({ rows, cols }: Matrix): boolean {
  return rows === 1 || cols === 1;
}
