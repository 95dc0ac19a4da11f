import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gridError } from '../../errors';
import type { Dataset } from '../dataset';
import { LARGEST_CHARACTERS, readCsv } from '../table/csv';
import { type Derivation, deriveColumns } from '../table/derive';
import { chooseFeatures, encodeRows, type Feature, type LeftOut } from '../table/encode';
import { type Column, columnOf, type Table } from '../table/table';
import { checkTwoClasses, readLabels } from '../table/target';

/** A CSV file and what of it is used. */
export interface TableRequest {
  file: string;
  header: boolean;
  /** Names or numbers of columns. */
  features?: readonly string[];
  derive: readonly Derivation[];
  /** A column: rows with the same value, of one asset say, are never parted between learning and judging. */
  group?: string;
}

/** Rows to learn from. */
export interface Prepared {
  table: Table;
  target: Column;
  features: Feature[];
  left_out: LeftOut[];
  data: Dataset;
  /** Of the rows, where a column says so. */
  groups?: Int32Array;
}

/** @throws GridError UNREADABLE_FILE, INVALID_TABLE */
export function loadTable(file: string, header: boolean): Table {
  return readCsv(readText(file), path.basename(file), header);
}

/**
 * Reads rows and outcomes and chooses the inputs.
 * @param split a column of times; it and that of the groups are no inputs unless they are asked for
 * @throws GridError UNREADABLE_FILE, INVALID_TABLE, INVALID_SETTING
 */
export async function prepare(request: TableRequest, target: string, split?: string): Promise<Prepared> {
  const read = loadTable(request.file, request.header);
  return prepareTable(read, request, columnOf(read, '--target', target), split);
}

/** As `prepare`, of a table that has been read; `column` holds the outcomes. */
export async function prepareTable(
  read: Table,
  request: TableRequest,
  column: Column,
  split?: string,
): Promise<Prepared> {
  const labels = readLabels(read, column);
  checkTwoClasses(read, column, labels);
  const group = request.group === undefined ? undefined : columnOf(read, '--group', request.group);
  const time = split === undefined ? undefined : columnOf(read, '--split', split);
  const table = await deriveInputs(read, column, request.derive);
  const open = {
    ...table,
    columns: table.columns.filter(({ name }) => name !== time?.name && name !== group?.name),
  };
  const { features, left_out } = chooseFeatures(
    request.features === undefined ? open : table,
    column.name,
    request.features,
    request.derive.map(({ name }) => name),
  );
  const rows = encodeRows(table, features);
  return {
    table,
    target: column,
    features,
    left_out,
    data: { feature_count: features.length, rows, labels },
    ...(group && { groups: groupsOf(group) }),
  };
}

/** The outcome has no part in what is derived: rows that are scored later have none. */
async function deriveInputs(table: Table, target: Column, derive: readonly Derivation[]): Promise<Table> {
  const known = table.columns.filter((column) => column !== target);
  const wider = await deriveColumns({ ...table, columns: known }, derive);
  const derived = wider.columns.slice(known.length);
  const empty = derived.find((column) => column.kind === 'number' && column.numbers.every(Number.isNaN));
  if (empty === undefined) return { ...table, columns: [...table.columns, ...derived] };
  throw gridError('INVALID_SETTING', {
    at: `derived column "${empty.name}"`,
    got: 'nothing in any row',
    allowed: `an expression over the columns but "${target.name}" that gives a number`,
    remedy: 'A name with blanks stands in backquotes',
  });
}

/** Rows with the same value in a column have the same number; those without a value are one group. */
function groupsOf(column: Column): Int32Array {
  if (column.kind === 'text') return column.codes;
  const known = new Map<number, number>();
  return Int32Array.from(column.numbers, (value) => {
    const found = known.get(value) ?? known.size;
    known.set(value, found);
    return found;
  });
}

/** The fold of each row, a whole number from 0 to 255 a line. INVALID_TABLE where there are not as many as rows. */
export function readFolds(file: string, rowCount: number): Uint8Array {
  const lines = readText(file).trim().split(/\r?\n/);
  const name = path.basename(file);
  const refuse = (at: string, got: unknown, allowed: string) =>
    gridError('INVALID_TABLE', { at, got, allowed });
  if (lines.length !== rowCount) throw refuse(name, `${lines.length} lines`, `${rowCount}, one a row`);
  const folds = Uint8Array.from(lines, (line, k) => {
    if (/^\s*\d{1,3}\s*$/.test(line) && Number(line) < 256) return Number(line);
    throw refuse(`${name}, line ${k + 1}`, line, 'a whole number from 0 to 255');
  });
  if (new Set(folds).size < 2) throw refuse(name, 'one fold', 'at least two');
  return folds;
}

/** Rows in the order of a column of numbers or of times (ISO 8601). */
export function timeOrder(table: Table, wanted: string): Int32Array {
  const column = columnOf(table, '--split', wanted);
  const times =
    column.kind === 'number'
      ? column.numbers
      : Float64Array.from(column.codes, (code) => Date.parse(column.levels[code] ?? ''));
  const missing = times.findIndex((time) => Number.isNaN(time));
  if (missing >= 0) {
    throw gridError('INVALID_TABLE', {
      at: `${table.file}, line ${table.lineOf(missing)}, column "${column.name}"`,
      got: column.kind === 'number' ? 'nothing' : (column.levels[column.codes[missing]!] ?? 'nothing'),
      allowed: 'a number or a time, ISO 8601',
    });
  }
  return Int32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > LARGEST_CHARACTERS) throw new Error(`${size} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: `a file that can be read, up to ${LARGEST_CHARACTERS} bytes`,
    });
  }
}
