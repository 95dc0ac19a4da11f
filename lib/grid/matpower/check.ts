/** Whether a case's tables can be a network. */
import { gridError } from '../../errors';
import {
  BUS,
  COLUMNS,
  GEN,
  MAX_COLUMNS,
  type MatpowerCase,
  NONE,
  PQ,
  REF,
  TABLE_NAMES,
  type TableName,
} from './case';

const LEAST_COLUMNS: Record<TableName, number> = { bus: 13, gen: 8, branch: 11 };

/** Columns that computations use; the others, limits and ratings, may be infinite. */
const FINITE: Record<TableName, readonly string[]> = {
  bus: 'BUS_I BUS_TYPE PD QD GS BS VM VA BASE_KV'.split(' '),
  gen: 'GEN_BUS PG QG VG GEN_STATUS'.split(' '),
  branch: 'F_BUS T_BUS BR_R BR_X BR_B TAP SHIFT BR_STATUS'.split(' '),
};

const MAX_BUS_NUMBER = 999_999_999;

/** Throws INVALID_NETWORK, with the table's row and column, where a table cannot be used. */
export function checkCase(data: MatpowerCase, file: string): void {
  if (!(data.baseMVA > 0) || !Number.isFinite(data.baseMVA)) {
    throw fault(`${file}: baseMVA`, data.baseMVA, 'a number above 0');
  }
  for (const table of TABLE_NAMES) checkTable(data, table, file);
  const rowOfBus = new Map<number, number>();
  for (const [index, row] of data.bus.entries()) checkBus(row, index, rowOfBus, file);
  for (const [table, column] of REFERENCES) {
    for (const [index, row] of data[table].entries()) {
      if (!rowOfBus.has(row[column])) {
        throw fault(
          place(file, table, row, index, column),
          row[column],
          'the number of a bus of the bus table',
        );
      }
    }
  }
  checkSlackAndVoltages(data, rowOfBus, file);
}

const REFERENCES: readonly [TableName, number][] = [
  ['gen', GEN.GEN_BUS],
  ['branch', 0],
  ['branch', 1],
];

function checkTable(data: MatpowerCase, table: TableName, file: string): void {
  const rows = data[table];
  if (rows.length === 0) {
    if (table === 'branch') return;
    throw fault(`${file}: the ${table} table`, 'no rows', 'one at least');
  }
  const [{ length: columns }] = rows;
  if (columns < LEAST_COLUMNS[table] || columns > MAX_COLUMNS) {
    const allowed = `${LEAST_COLUMNS[table]} to ${MAX_COLUMNS}, in the order of MATPOWER's manual, appendix B`;
    throw fault(`${file}: the ${table} table`, `${columns} columns`, allowed);
  }
  const finite = COLUMNS[table].map((name) => FINITE[table].includes(name));
  const named = Math.min(columns, COLUMNS[table].length);
  for (const [index, row] of rows.entries()) {
    if (row.length !== columns) {
      throw fault(`${file}: ${table} row ${index + 1}`, `${row.length} columns`, `${columns}, as in row 1`);
    }
    for (let column = 0; column < named; column++) {
      const value = row[column];
      if (Number.isFinite(value) || (!finite[column] && !Number.isNaN(value))) continue;
      const allowed = finite[column] ? 'a finite number' : 'a number, or Inf';
      throw fault(place(file, table, row, index, column), value, allowed);
    }
  }
}

function checkBus(row: number[], index: number, rowOfBus: Map<number, number>, file: string): void {
  const [number, type] = row;
  const at = (column: number): string => place(file, 'bus', row, index, column);
  if (!Number.isInteger(number) || number < 1 || number > MAX_BUS_NUMBER) {
    throw fault(at(BUS.BUS_I), number, `a whole number from 1 to ${MAX_BUS_NUMBER}`);
  }
  const before = rowOfBus.get(number);
  if (before !== undefined) {
    throw fault(at(BUS.BUS_I), number, `a number that no other bus has: row ${before + 1} has it`);
  }
  if (!Number.isInteger(type) || type < PQ || type > NONE) {
    throw fault(at(BUS.BUS_TYPE), type, '1 (PQ), 2 (PV), 3 (reference) or 4 (isolated)');
  }
  rowOfBus.set(number, index);
}

function checkSlackAndVoltages(
  { bus, gen, branch }: MatpowerCase,
  rowOfBus: ReadonlyMap<number, number>,
  file: string,
): void {
  if (!bus.some((row) => row[BUS.BUS_TYPE] === REF)) {
    throw fault(`${file}: the bus table, BUS_TYPE`, 'no slack', 'one bus of type 3 at least');
  }
  const served = new Set(gen.filter((row) => row[GEN.GEN_STATUS] > 0).map((row) => row[GEN.GEN_BUS]));
  for (const [index, row] of bus.entries()) {
    if (row[BUS.BUS_TYPE] !== REF || served.has(row[BUS.BUS_I])) continue;
    const at = place(file, 'bus', row, index, BUS.BUS_TYPE);
    throw fault(at, '3 without a generator', 'a generator in service at each bus of type 3');
  }
  for (const [index, row] of gen.entries()) {
    const type = bus[rowOfBus.get(row[GEN.GEN_BUS])!][BUS.BUS_TYPE];
    if (row[GEN.VG] > 0 || row[GEN.GEN_STATUS] <= 0 || type === PQ || type === NONE) continue;
    throw fault(place(file, 'gen', row, index, GEN.VG), row[GEN.VG], 'a voltage above 0');
  }
  for (const [index, row] of branch.entries()) {
    if (row[8] < 0)
      throw fault(place(file, 'branch', row, index, 8), row[8], 'a ratio above 0, or 0 for a line');
  }
}

/** Such as `case9.m: bus row 7 (bus 7), PD`. */
function place(file: string, table: TableName, row: number[], index: number, column: number): string {
  const element =
    table === 'bus'
      ? `bus ${row[0]}`
      : table === 'gen'
        ? `at bus ${row[0]}`
        : `from bus ${row[0]} to ${row[1]}`;
  return `${file}: ${table} row ${index + 1} (${element}), ${COLUMNS[table][column]}`;
}

function fault(at: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_NETWORK', { at, got, allowed });
}
