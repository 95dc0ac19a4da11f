import { GridError, gridError } from '../../errors';
import { arithmeticOf, type SyntaxNode } from './arithmetic';
import { type Column, invalidTable, type Table } from './table';
import { textOf } from './target';

/** A column computed from others: a name, and a JSONata expression over the columns of the row. */
export interface Derivation {
  readonly name: string;
  readonly expression: string;
}

export const MOST_DERIVED = 100;
export const LONGEST_EXPRESSION = 2000;

/** Evaluation steps of one row; an expression that needs more is refused, so that none runs for ever. */
const MOST_STEPS = 10_000;
/** Rows × steps of one column: some minutes. */
const MOST_STEPS_IN_ALL = 100_000_000;

/** What is used of the package jsonata (https://docs.jsonata.org/embedding-extending). */
interface Expression {
  evaluate(input: unknown): Promise<unknown>;
  assign(name: string | symbol, value: () => void): void;
  ast(): SyntaxNode;
}

// A variable, so that the compiler asks for no types of a package that may be absent.
const PACKAGE: string = 'jsonata';

/**
 * The table with a column for each derivation, in their order; one may use those before it. An expression is compiled
 * once; plain arithmetic on numbers runs without JSONata's interpreter and gives the same.
 * @throws GridError INVALID_SETTING for an expression that does not parse or is too slow, INVALID_TABLE with the line
 * where one gives anything but a finite number, a truth value or nothing
 * @param infinite what becomes of a result that is no finite number, such as of a division by 0, and where none is found
 */
export async function deriveColumns(
  table: Table,
  derivations: readonly Derivation[],
  infinite: 'refused' | 'missing' = 'refused',
): Promise<Table> {
  if (derivations.length > MOST_DERIVED) {
    throw gridError('INVALID_SETTING', {
      at: 'derived columns',
      got: derivations.length,
      allowed: `at most ${MOST_DERIVED}`,
    });
  }
  let wider = table;
  for (const derivation of derivations) {
    const { name } = derivation;
    if (name === '' || wider.columns.some((column) => column.name === name)) {
      const allowed = 'a name that no other column has';
      throw gridError('INVALID_SETTING', { at: 'derived column', got: name, allowed });
    }
    const numbers = await compute(wider, derivation, infinite);
    wider = { ...wider, columns: [...wider.columns, { name, kind: 'number', numbers }] };
  }
  return wider;
}

async function compute(
  table: Table,
  derivation: Derivation,
  infinite: 'refused' | 'missing',
): Promise<Float64Array> {
  const expression = await compile(derivation);
  const numbers = new Float64Array(table.row_count);
  const fast = arithmeticOf(expression.ast(), table.columns);
  for (let row = 0; row < numbers.length; row++) {
    const value = fast === null ? await evaluated(expression, derivation, table, row, infinite) : fast(row);
    const isMissing = infinite === 'missing' && typeof value === 'number' && !isFinite32(value);
    numbers[row] = isMissing ? Number.NaN : numberOf(value, table, row, derivation);
  }
  return numbers;
}

/** JSONata throws objects of its own where a function refuses its argument, as `$sqrt(-1)` does. */
async function evaluated(
  expression: Expression,
  { name }: Derivation,
  table: Table,
  row: number,
  infinite: 'refused' | 'missing',
): Promise<unknown> {
  try {
    return await expression.evaluate(rowOf(table.columns, row));
  } catch (thrown) {
    if (thrown instanceof GridError) throw thrown;
    if (infinite === 'missing') return undefined;
    const at = `${table.file}, line ${table.lineOf(row)}, derived column "${name}"`;
    const { message } = thrown as { message?: string };
    throw invalidTable(at, message, 'an expression that can be evaluated in every row');
  }
}

/** Compiles, and has evaluation count its steps. */
async function compile({ name, expression: text }: Derivation): Promise<Expression> {
  const at = `derived column "${name}"`;
  if (text.length > LONGEST_EXPRESSION) {
    const allowed = `at most ${LONGEST_EXPRESSION} characters`;
    throw gridError('INVALID_SETTING', { at, got: `${text.length} characters`, allowed });
  }
  const jsonata = await load(at);
  let expression: Expression;
  try {
    expression = jsonata(text);
  } catch (thrown) {
    const { message } = thrown as Error;
    throw gridError('INVALID_SETTING', { at, got: text, allowed: `a JSONata expression: ${message}` });
  }
  let inAll = 0;
  let inRow = 0;
  let input: unknown;
  const count = () => {
    inRow++;
    inAll++;
    if (inRow <= MOST_STEPS && inAll <= MOST_STEPS_IN_ALL) return;
    throw gridError('INVALID_SETTING', {
      at,
      got: text,
      allowed: `at most ${MOST_STEPS} evaluation steps a row and ${MOST_STEPS_IN_ALL} in all`,
    });
  };
  // The name is a symbol from 2.0.6 on.
  for (const entry of ['__evaluate_entry', Symbol.for('jsonata.__evaluate_entry')])
    expression.assign(entry, count);
  return {
    ...expression,
    evaluate: (next) => {
      if (next !== input) inRow = 0;
      input = next;
      return expression.evaluate(next);
    },
  };
}

async function load(at: string): Promise<(text: string) => Expression> {
  try {
    const loaded = await import(PACKAGE);
    return loaded.default ?? loaded;
  } catch (thrown) {
    throw gridError('INVALID_SETTING', {
      at,
      got: `jsonata cannot be loaded: ${(thrown as Error).message.split('\n', 1)[0]}`,
      allowed: 'derived columns where the optional package jsonata is installed',
      remedy: 'npm install jsonata',
    });
  }
}

/** A row as JSONata sees it; missing cells are not there. */
function rowOf(columns: readonly Column[], row: number): Record<string, number | string> {
  const cells: Record<string, number | string> = {};
  for (const column of columns) {
    if (column.kind === 'text') {
      const text = textOf(column, row);
      if (text !== '') cells[column.name] = text;
    } else if (!Number.isNaN(column.numbers[row]!)) cells[column.name] = column.numbers[row]!;
  }
  return cells;
}

function numberOf(value: unknown, table: Table, row: number, { name }: Derivation): number {
  if (value === undefined || value === null) return Number.NaN;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && isFinite32(value)) return value;
  const at = `${table.file}, line ${table.lineOf(row)}, derived column "${name}"`;
  throw invalidTable(at, value, 'a finite number, true, false or nothing');
}

/** Trees compare 32-bit floats. */
function isFinite32(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}
