/** What the operators of the language do with matrices: element by element, a single number with every element. */
import { refuse } from './refusal';
import { asMatrix, type Budget, describe, type Matrix, type Value } from './values';

type Combine = (a: number, b: number) => number;

const ARITHMETIC: Record<string, Combine> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '.*': (a, b) => a * b,
  './': (a, b) => a / b,
  '.\\': (a, b) => b / a,
  '.^': (a, b) => real(a ** b, a, b),
};

const COMPARISONS: Record<string, Combine> = {
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '~=': (a, b) => Number(a !== b),
  '!=': (a, b) => Number(a !== b),
  '&': (a, b) => Number(a !== 0 && b !== 0),
  '|': (a, b) => Number(a !== 0 || b !== 0),
};

/** Operators of whole matrices that are element by element where one side is a single number. */
const SCALED: Record<string, string> = { '*': '.*', '/': './', '\\': '.\\', '^': '.^' };

export function binary(budget: Budget, operator: string, left: Value, right: Value): Matrix {
  const a = asMatrix(left);
  const b = asMatrix(right);
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return combine(budget, a, b, comparison, true);
  const scaled = SCALED[operator];
  if (scaled === undefined) return combine(budget, a, b, ARITHMETIC[operator], false);
  const divides = operator === '/' ? isSingle(b) : isSingle(a);
  if (
    operator === '*' ? isSingle(a) || isSingle(b) : operator === '^' ? isSingle(a) && isSingle(b) : divides
  ) {
    return combine(budget, a, b, ARITHMETIC[scaled], false);
  }
  if (operator === '*') return multiply(budget, a, b);
  return refuse(
    `${describe(a)} ${operator} ${describe(b)}`,
    `${operator} with a single number, or ${scaled}`,
  );
}

export function unary(budget: Budget, operator: string, operand: Value): Matrix {
  const matrix = asMatrix(operand);
  if (operator === '-') return map(budget, matrix, (value) => -value);
  if (operator === '~') return map(budget, matrix, (value) => Number(value === 0), true);
  return matrix;
}

export function map(
  budget: Budget,
  matrix: Matrix,
  change: (value: number) => number,
  logical = false,
): Matrix {
  const result = budget.matrix(matrix.rows, matrix.cols, logical);
  for (let k = 0; k < result.data.length; k++) result.data[k] = change(matrix.data[k]);
  return result;
}

/** Element by element; a side of one row or one column is repeated along the other. */
export function combine(budget: Budget, a: Matrix, b: Matrix, change: Combine, logical: boolean): Matrix {
  if (
    (a.rows !== b.rows && a.rows !== 1 && b.rows !== 1) ||
    (a.cols !== b.cols && a.cols !== 1 && b.cols !== 1)
  )
    refuse(`${describe(a)} and ${describe(b)}`, 'two of the same size, or a single number');
  const rows = a.rows === 1 ? b.rows : a.rows;
  const cols = a.cols === 1 ? b.cols : a.cols;
  const result = budget.matrix(rows, cols, logical);
  const aRow = a.rows === 1 ? 0 : a.cols;
  const bRow = b.rows === 1 ? 0 : b.cols;
  const aStep = a.cols === 1 ? 0 : 1;
  const bStep = b.cols === 1 ? 0 : 1;
  for (let row = 0, k = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, k++) {
      result.data[k] = change(a.data[row * aRow + col * aStep], b.data[row * bRow + col * bStep]);
    }
  }
  return result;
}

export function transpose(budget: Budget, value: Value): Value {
  if (value.kind === 'text') return refuse(value.text, 'a matrix before the transpose');
  const { rows, cols } = value;
  if (value.kind === 'cell') {
    budget.spend(cols, rows);
    const items = Array.from(value.items, (_, k) => value.items[(k % rows) * cols + Math.floor(k / rows)]);
    return { kind: 'cell', rows: cols, cols: rows, items };
  }
  const result = budget.matrix(cols, rows, value.logical);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) result.data[col * rows + row] = value.data[row * cols + col];
  }
  return result;
}

export function range(budget: Budget, from: number, step: number, to: number): Matrix {
  if (![from, step, to].every(Number.isFinite)) refuse(`${from}:${step}:${to}`, 'a range of finite numbers');
  // As MATLAB: an end that rounding alone has missed belongs to the range.
  const steps = step === 0 ? -1 : Math.floor(((to - from) / step) * (1 + 2 ** -52));
  const result = budget.matrix(1, Math.max(0, steps + 1));
  for (let k = 0; k < result.data.length; k++) result.data[k] = from + k * step;
  return result;
}

/** A real result; MATLAB would go on with complex numbers, of which a case has none. */
export function real(result: number, ...operands: readonly number[]): number {
  if (
    Number.isNaN(result) &&
    !operands.some(Number.isNaN) &&
    operands.some((value) => value < 0 || value > 1)
  )
    refuse('a complex number', 'real numbers');
  return result;
}

function multiply(budget: Budget, a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.rows) refuse(`${describe(a)} * ${describe(b)}`, 'as many columns as the second has rows');
  const result = budget.matrix(a.rows, b.cols);
  budget.work(a.rows * a.cols * b.cols);
  for (let row = 0; row < a.rows; row++) {
    for (let inner = 0; inner < a.cols; inner++) {
      const factor = a.data[row * a.cols + inner];
      for (let col = 0; col < b.cols; col++) {
        result.data[row * b.cols + col] += factor * b.data[inner * b.cols + col];
      }
    }
  }
  return result;
}

function isSingle({ rows, cols }: Matrix): boolean {
  return rows === 1 && cols === 1;
}
