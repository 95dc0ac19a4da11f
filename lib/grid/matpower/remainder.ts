/** What a case holds that a network's elements do not give back: found, kept and put back by one rule. */
import type { MatpowerColumn, MatpowerNumber, MatpowerRemainder, MatpowerTable } from '../../contract';
import { gridError } from '../../errors';
import { BUS, type CaseTable, COLUMNS, type MatpowerCase, PV, TABLE_NAMES, type TableName } from './case';

const FIELD = /^[A-Za-z]\w{0,62}(\.[A-Za-z]\w{0,62}){0,8}$/;
const OWN_FIELDS = ['version', 'baseMVA', ...TABLE_NAMES] as readonly string[];
/** Tables with a row for each row of another, or two. */
const ALIGNED: Record<string, TableName> = {
  gencost: 'gen',
  gentype: 'gen',
  genfuel: 'gen',
  bus_name: 'bus',
};

/**
 * What `wanted` has and `given`, written from the elements alone, has not; undefined where that is nothing. A table
 * that goes with the generators or the buses and has not their number of rows is left out.
 */
export function remainderOf(wanted: MatpowerCase, given: MatpowerCase): MatpowerRemainder | undefined {
  const remainder: MatpowerRemainder = {};
  const columns: NonNullable<MatpowerRemainder['columns']> = {};
  for (const table of TABLE_NAMES) {
    const differing = differingColumns(wanted[table], given[table]);
    if (Object.keys(differing).length > 0) remainder[table] = differing;
    const width = wanted[table][0]?.length ?? COLUMNS[table].length;
    if (width !== COLUMNS[table].length) columns[table] = width;
  }
  if (Object.keys(columns).length > 0) remainder.columns = columns;
  const tables: Record<string, MatpowerTable> = {};
  if (wanted.version !== given.version) tables.version = wanted.version;
  for (const [name, table] of Object.entries(wanted.tables)) {
    if (!fits(name, table, wanted)) continue;
    const kept = encode(table);
    if (
      Object.hasOwn(given.tables, name) &&
      JSON.stringify(kept) === JSON.stringify(encode(given.tables[name]))
    )
      continue;
    tables[name] = kept;
  }
  if (Object.keys(tables).length > 0) remainder.tables = tables;
  return Object.keys(remainder).length > 0 ? remainder : undefined;
}

function differingColumns(wanted: number[][], given: number[][]): Record<string, MatpowerColumn> {
  const differing: Record<string, MatpowerColumn> = {};
  const width = wanted[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const same = wanted.every((row, index) => Object.is(row[column], given[index][column]));
    if (same) continue;
    differing[String(column + 1)] = wanted.map((row, index) =>
      Object.is(row[column], given[index][column]) ? null : encodeNumber(row[column]),
    );
  }
  return differing;
}

/**
 * The case with what was kept put back, as far as it still fits: columns of as many rows as their table has, tables
 * that go with the generators or the buses where those are as many as they were.
 */
export function withRemainder(data: MatpowerCase, remainder: MatpowerRemainder): MatpowerCase {
  const result = { ...data, tables: { ...data.tables } };
  for (const table of TABLE_NAMES) {
    const columns = columnsOf(remainder, table, data[table].length);
    const width = remainder.columns?.[table] ?? COLUMNS[table].length;
    result[table] = data[table].map((row, index) => rowWith(row, index, columns, width, table));
  }
  for (const [name, table] of Object.entries(remainder.tables ?? {})) {
    if (!FIELD.test(name)) {
      const at = `matpower.tables, ${JSON.stringify(name).slice(0, 80)}`;
      throw gridError('INVALID_NETWORK', {
        at,
        allowed: 'names of letters, digits and _, with points between',
      });
    }
    if (name === 'version' && typeof table === 'string') result.version = table;
    if (OWN_FIELDS.includes(name)) continue;
    const decoded = decode(table);
    if (fits(name, decoded, data)) result.tables[name] = decoded;
  }
  return result;
}

function columnsOf(
  remainder: MatpowerRemainder,
  table: TableName,
  rows: number,
): [column: number, values: MatpowerColumn][] {
  return Object.entries(remainder[table] ?? {})
    .map(([key, values]): [number, MatpowerColumn] => [Number(key) - 1, values])
    .filter(([column, { length }]) => Number.isInteger(column) && column >= 0 && length === rows);
}

function rowWith(
  row: number[],
  index: number,
  columns: [number, MatpowerColumn][],
  width: number,
  table: TableName,
): number[] {
  const result = Array.from({ length: width }, (_, column) => row[column] ?? 0);
  for (const [column, values] of columns) {
    const value = values[index];
    if (column >= width || value === null) continue;
    // Which bus is the reference, or isolated, is the elements' to say; what was kept chooses between PQ and PV.
    if (table === 'bus' && column === BUS.BUS_TYPE && result[column] > PV) continue;
    result[column] = decodeNumber(value);
  }
  return result;
}

function fits(name: string, table: CaseTable, data: MatpowerCase): boolean {
  const aligned = Object.hasOwn(ALIGNED, name) ? ALIGNED[name] : undefined;
  if (aligned === undefined || typeof table === 'string') return true;
  const rows = Array.isArray(table) ? table.length : table.cell.length;
  return rows === data[aligned].length || (name === 'gencost' && rows === 2 * data[aligned].length);
}

export function encode(table: CaseTable): MatpowerTable {
  if (typeof table === 'string' || !Array.isArray(table)) return table;
  return table.map((row) => row.map(encodeNumber));
}

function decode(table: MatpowerTable): CaseTable {
  if (typeof table === 'string' || !Array.isArray(table)) return table;
  return table.map((row) => row.map(decodeNumber));
}

export function encodeNumber(value: number): MatpowerNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
}

function decodeNumber(value: MatpowerNumber): number {
  return typeof value === 'number' ? value : Number(value.replace('Inf', 'Infinity'));
}
