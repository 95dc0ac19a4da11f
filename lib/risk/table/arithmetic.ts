import type { Column } from './table';

/** What is read of JSONata's syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly SyntaxNode[];
  readonly expressions?: readonly SyntaxNode[];
  readonly expression?: SyntaxNode;
  readonly lhs?: SyntaxNode;
  readonly rhs?: SyntaxNode;
  /** Filters and the like, which make a step more than a name. */
  readonly stages?: unknown;
  readonly predicate?: unknown;
  readonly group?: unknown;
}

/** The value at a row; undefined where a cell that it needs is missing, as in JSONata. */
type Compiled = (row: number) => number | undefined;

const OPERATORS: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** The expression as a function of the row where it is plain arithmetic on columns of numbers; else null. */
export function arithmeticOf(node: SyntaxNode, columns: readonly Column[]): Compiled | null {
  if (node.stages !== undefined || node.predicate !== undefined || node.group !== undefined) return null;
  switch (node.type) {
    case 'number':
      return () => node.value as number;
    case 'path':
      return columnValue(node, columns);
    case 'block':
      return node.expressions?.length === 1 ? arithmeticOf(node.expressions[0]!, columns) : null;
    case 'unary':
      return node.value === '-' && node.expression !== undefined ? negated(node.expression, columns) : null;
    case 'binary':
      return binary(node, columns);
    default:
      return null;
  }
}

function columnValue({ steps }: SyntaxNode, columns: readonly Column[]): Compiled | null {
  const [step, ...others] = steps ?? [];
  if (step?.type !== 'name' || others.length > 0 || step.stages !== undefined) return null;
  const column = columns.find(({ name }) => name === step.value);
  if (column?.kind !== 'number') return null;
  return (row) => {
    const value = column.numbers[row]!;
    return Number.isNaN(value) ? undefined : value;
  };
}

function negated(inner: SyntaxNode, columns: readonly Column[]): Compiled | null {
  const value = arithmeticOf(inner, columns);
  return (
    value &&
    ((row) => {
      const x = value(row);
      return x === undefined ? undefined : -x;
    })
  );
}

function binary({ value, lhs, rhs }: SyntaxNode, columns: readonly Column[]): Compiled | null {
  const operator = Object.hasOwn(OPERATORS, String(value)) ? OPERATORS[String(value)] : undefined;
  if (operator === undefined || lhs === undefined || rhs === undefined) return null;
  const left = arithmeticOf(lhs, columns);
  const right = arithmeticOf(rhs, columns);
  if (left === null || right === null) return null;
  return (row) => {
    const [a, b] = [left(row), right(row)];
    return a === undefined || b === undefined ? undefined : operator(a, b);
  };
}
