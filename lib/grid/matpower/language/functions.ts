/** The functions that a case file may call: mathematics and sizes, nothing that reaches outside. */
import { positions } from './indexing';
import { combine, map, real } from './operators';
import { refuse } from './refusal';
import {
  asMatrix,
  asScalar,
  type Budget,
  describe,
  isEmpty,
  type Matrix,
  scalar,
  type Value,
} from './values';

type Call = (budget: Budget, args: readonly Value[]) => Value;

/** Of each element. */
const ELEMENTWISE: Record<string, (value: number) => number> = {
  abs: Math.abs,
  sign: Math.sign,
  sqrt: (value) => (value < 0 ? refuse('a complex number', 'real numbers') : Math.sqrt(value)),
  exp: Math.exp,
  log: (value) => (value < 0 ? refuse('a complex number', 'real numbers') : Math.log(value)),
  log10: (value) => (value < 0 ? refuse('a complex number', 'real numbers') : Math.log10(value)),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: (value) => real(Math.asin(value), value),
  acos: (value) => real(Math.acos(value), value),
  atan: Math.atan,
  floor: Math.floor,
  ceil: Math.ceil,
  fix: Math.trunc,
  // Halves away from 0, as in MATLAB.
  round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
};

const TESTS: Record<string, (value: number) => boolean> = {
  isinf: (value) => value === Infinity || value === -Infinity,
  isnan: Number.isNaN,
  isfinite: Number.isFinite,
  logical: (value) => value !== 0,
};

/** Of a vector, or of each column: start, step. */
const REDUCTIONS: Record<
  string,
  [start: number, step: (sum: number, value: number) => number, logical?: true]
> = {
  sum: [0, (sum, value) => sum + value],
  prod: [1, (product, value) => product * value],
  any: [0, (found, value) => (value !== 0 && !Number.isNaN(value) ? 1 : found), true],
  all: [1, (found, value) => (value === 0 ? 0 : found), true],
};

const NUMBERS: Record<string, number> = {
  pi: Math.PI,
  eps: Number.EPSILON,
  Inf: Infinity,
  inf: Infinity,
  NaN: Number.NaN,
  nan: Number.NaN,
  // A case file is read as if called without arguments and for one result.
  nargin: 0,
  nargout: 1,
};

const OTHERS: Record<string, Call> = {
  true: (budget, args) => filled(budget, args, 1, true),
  false: (budget, args) => filled(budget, args, 0, true),
  ones: (budget, args) => filled(budget, args, 1),
  zeros: (budget, args) => filled(budget, args, 0),
  min: (budget, args) => extreme(budget, args, (a, b) => (b < a || Number.isNaN(a) ? b : a)),
  max: (budget, args) => extreme(budget, args, (a, b) => (b > a || Number.isNaN(a) ? b : a)),
  find,
  size,
  numel: (_, args) => scalar(rowsOf(only(args)) * colsOf(only(args))),
  length: (_, args) => scalar(isEmpty(only(args)) ? 0 : Math.max(rowsOf(only(args)), colsOf(only(args)))),
  isempty: (_, args) => scalar(Number(rowsOf(only(args)) * colsOf(only(args)) === 0), true),
};

/** The function of that name, or undefined. */
export function functionNamed(name: string): Call | undefined {
  if (Object.hasOwn(NUMBERS, name)) return (budget, args) => filled(budget, args, NUMBERS[name]);
  if (Object.hasOwn(ELEMENTWISE, name)) {
    return (budget, args) => map(budget, asMatrix(only(args)), ELEMENTWISE[name]);
  }
  if (Object.hasOwn(TESTS, name)) {
    return (budget, args) => map(budget, asMatrix(only(args)), (value) => Number(TESTS[name](value)), true);
  }
  if (Object.hasOwn(REDUCTIONS, name)) {
    const [start, step, logical] = REDUCTIONS[name];
    return (budget, args) => reduce(budget, args, step, start, logical);
  }
  return Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
}

function only(args: readonly Value[]): Value {
  return args.length === 1 ? args[0] : refuse(`${args.length} arguments`, 'one argument');
}

/** `zeros(n)`, `zeros(rows, cols)`, `zeros(size(x))`, and without arguments a single one. */
function filled(budget: Budget, args: readonly Value[], value: number, logical = false): Matrix {
  const sizes = args.length === 1 ? [...asMatrix(args[0]).data] : args.map(asScalar);
  if (sizes.length > 2) refuse(`${sizes.length} dimensions`, 'at most two');
  const [rows = 1, cols = rows] = sizes.map((count) => Math.max(0, count));
  if (!Number.isInteger(rows) || !Number.isInteger(cols)) refuse(`${rows} by ${cols}`, 'whole numbers');
  const result = budget.matrix(rows, cols, logical);
  result.data.fill(value);
  return result;
}

/** Along the rows of each column, or along a vector; a second argument names the dimension. */
function reduce(
  budget: Budget,
  args: readonly Value[],
  step: (sum: number, value: number) => number,
  start?: number,
  logical = false,
): Matrix {
  const matrix = asMatrix(args[0] ?? refuse('no arguments', 'a matrix'));
  const { rows, cols, data } = matrix;
  const dimension = args.length > 1 ? asScalar(args[args.length - 1]) : rows === 1 ? 2 : 1;
  if (dimension !== 1 && dimension !== 2) refuse(`dimension ${dimension}`, '1 or 2');
  budget.work(data.length);
  const result = budget.matrix(dimension === 1 ? 1 : rows, dimension === 1 ? cols : 1, logical);
  const along = dimension === 1 ? rows : cols;
  for (let k = 0; k < result.data.length; k++) {
    const value = (n: number): number => data[dimension === 1 ? n * cols + k : k * cols + n];
    let sum = start ?? value(0);
    for (let n = start === undefined ? 1 : 0; n < along; n++) sum = step(sum, value(n));
    result.data[k] = sum;
  }
  return result;
}

/** `max(x)`, `max(x, [], dimension)` or `max(x, y)`. */
function extreme(budget: Budget, args: readonly Value[], choose: (a: number, b: number) => number): Matrix {
  if (args.length === 2) return combine(budget, asMatrix(args[0]), asMatrix(args[1]), choose, false);
  if (args.length === 0 || isEmpty(args[0])) refuse('nothing', 'a matrix with elements');
  return reduce(budget, args.length === 3 ? [args[0], args[2]] : args, choose);
}

/** Where a mask is not 0, counted down the columns; with a second argument, the first so many. */
function find(budget: Budget, args: readonly Value[]): Matrix {
  const { rows, cols, data } = asMatrix(args[0] ?? refuse('no arguments', 'a matrix'));
  budget.work(2 * data.length);
  const found = positions(data)
    .map((k) => (k % cols) * rows + Math.floor(k / cols) + 1)
    .sort((a, b) => a - b)
    .slice(0, args.length > 1 ? asScalar(args[1]) : undefined);
  const result = budget.matrix(rows === 1 ? 1 : found.length, rows === 1 ? found.length : 1);
  result.data.set(found);
  return result;
}

function size(budget: Budget, args: readonly Value[]): Matrix {
  const value = args[0] ?? refuse('no arguments', 'a matrix');
  if (args.length > 1) {
    const dimension = asScalar(args[1]);
    if (dimension !== 1 && dimension !== 2)
      refuse(`dimension ${dimension} of a ${describe(value)}`, '1 or 2');
    return scalar(dimension === 1 ? rowsOf(value) : colsOf(value));
  }
  const result = budget.matrix(1, 2);
  result.data.set([rowsOf(value), colsOf(value)]);
  return result;
}

function rowsOf(value: Value): number {
  return value.kind === 'text' ? Math.min(1, value.text.length) : value.rows;
}

function colsOf(value: Value): number {
  return value.kind === 'text' ? value.text.length : value.cols;
}
