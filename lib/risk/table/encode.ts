import { gridError } from '../../errors';
import { type Column, columnOf, type Table } from './table';
import { textOf } from './target';

/** How one column becomes one number a row. */
export type Feature =
  | { readonly name: string; readonly kind: 'number' }
  /** The levels in falling frequency; a row's number is the place of its level, one that is not here is missing. */
  | { readonly name: string; readonly kind: 'category'; readonly levels: readonly string[] };

export interface LeftOut {
  readonly name: string;
  readonly reason: 'constant' | 'text of too many values';
}

/** Beyond it a column of texts is taken for an identifier. */
const MOST_LEVELS = 256;

/**
 * Chooses and describes the inputs of a model. Text columns are ordinal: their levels stand by falling frequency in
 * `rows`, ties by name, so that one column stays one input and the outcome has no part in it. Constant columns, and
 * texts of more than 256 values that nobody asked for, are left out.
 * @param wanted names or numbers of columns; all but the target where nothing is said
 * @throws GridError INVALID_SETTING
 */
export function chooseFeatures(
  table: Table,
  target: string,
  wanted: readonly string[] | undefined,
  derived: readonly string[],
): { features: Feature[]; left_out: LeftOut[] } {
  const asked = wanted?.map((name) => columnOf(table, '--features', name));
  const all = asked ?? table.columns.filter(({ name }) => !derived.includes(name) && name !== target);
  const columns = [...all, ...derived.map((name) => columnOf(table, '--derive', name))];
  checkChoice(columns, target);
  const features: Feature[] = [];
  const left_out: LeftOut[] = [];
  for (const column of columns) {
    const levels = column.kind === 'text' ? levelsOf(column) : [];
    if (isConstant(column)) left_out.push({ name: column.name, reason: 'constant' });
    else if (column.kind === 'number') features.push({ name: column.name, kind: 'number' });
    else if (levels.length <= MOST_LEVELS) features.push({ name: column.name, kind: 'category', levels });
    else if (asked === undefined) left_out.push({ name: column.name, reason: 'text of too many values' });
    else {
      throw gridError('INVALID_SETTING', {
        at: '--features',
        got: `${column.name}, with ${levels.length} different texts`,
        allowed: `at most ${MOST_LEVELS}`,
      });
    }
  }
  if (features.length > 0) return { features, left_out };
  throw gridError('INVALID_SETTING', {
    at: '--features',
    got: left_out.map(({ name, reason }) => `${name} (${reason})`).join(', ') || 'no column',
    allowed: 'at least one column that says something',
  });
}

/**
 * The rows as a model takes them, n × features, NaN where missing.
 * @throws GridError INVALID_SETTING where a column of the model is not there, or has texts in place of numbers
 */
export function encodeRows(table: Table, features: readonly Feature[]): Float32Array {
  const rows = new Float32Array(table.row_count * features.length);
  features.forEach((feature, k) => {
    const column = columnOf(table, 'an input of the model', feature.name);
    const codeOf = coderOf(table, feature, column);
    for (let row = 0; row < table.row_count; row++) rows[row * features.length + k] = codeOf(row);
  });
  return rows;
}

function coderOf(table: Table, feature: Feature, column: Column): (row: number) => number {
  if (feature.kind === 'category') {
    const codes = new Map(feature.levels.map((level, code) => [level, code]));
    return (row) => codes.get(textOf(column, row)) ?? Number.NaN;
  }
  if (column.kind === 'number') return (row) => column.numbers[row]!;
  throw gridError('INVALID_SETTING', {
    at: `${table.file}, "${column.name}"`,
    got: 'a column of texts',
    allowed: 'a column of numbers, as the model learned from',
  });
}

function checkChoice(columns: readonly Column[], target: string): void {
  columns.forEach(({ name }, k) => {
    const twice = columns.findIndex((other) => other.name === name) !== k;
    if (!twice && name !== target) return;
    const got = twice ? `${name} twice` : `${name}, which is the target`;
    throw gridError('INVALID_SETTING', {
      at: '--features',
      got,
      allowed: 'each input once, without the target',
    });
  });
}

/** No two rows differ, missing ones included. */
function isConstant(column: Column): boolean {
  const cells = column.kind === 'number' ? column.numbers : column.codes;
  return cells.every((cell) => Object.is(cell, cells[0]) || (cell === 0 && cells[0] === 0));
}

function levelsOf(column: Column & { kind: 'text' }): string[] {
  const counts = new Int32Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code]!++;
  return Array.from(counts.keys())
    .sort((a, b) => counts[b]! - counts[a]! || (column.levels[a]! < column.levels[b]! ? -1 : 1))
    .map((code) => column.levels[code]!);
}
