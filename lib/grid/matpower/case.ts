/**
 * A MATPOWER case as its tables stand (MATPOWER User's Manual, appendix B): rows of numbers, infinities included.
 */
export interface MatpowerCase {
  name: string;
  version: string;
  baseMVA: number;
  bus: number[][];
  gen: number[][];
  branch: number[][];
  /** Further fields by name, such as gencost or bus_name. */
  tables: Record<string, CaseTable>;
}

/** A text, a matrix by rows, or a cell array by rows. */
export type CaseTable = string | number[][] | CellTable;

export interface CellTable {
  cell: (number | string)[][];
}

export type TableName = 'bus' | 'gen' | 'branch';

export const TABLE_NAMES: readonly TableName[] = ['bus', 'gen', 'branch'];

/** Names of the columns, in their order; as many are written. */
export const COLUMNS: Record<TableName, readonly string[]> = {
  bus: 'BUS_I BUS_TYPE PD QD GS BS BUS_AREA VM VA BASE_KV ZONE VMAX VMIN'.split(' '),
  gen: (
    'GEN_BUS PG QG QMAX QMIN VG MBASE GEN_STATUS PMAX PMIN ' +
    'PC1 PC2 QC1MIN QC1MAX QC2MIN QC2MAX RAMP_AGC RAMP_10 RAMP_30 RAMP_Q APF'
  ).split(' '),
  branch: 'F_BUS T_BUS BR_R BR_X BR_B RATE_A RATE_B RATE_C TAP SHIFT BR_STATUS ANGMIN ANGMAX'.split(' '),
};

/** A table that is wider is refused. */
export const MAX_COLUMNS = 200;

/** Positions of the columns by name, 0-based. */
export const BUS = positions('bus');
export const GEN = positions('gen');
export const BRANCH = positions('branch');

/** Kinds of buses. */
export const PQ = 1;
export const PV = 2;
export const REF = 3;
export const NONE = 4;

function positions(table: TableName): Readonly<Record<string, number>> {
  return Object.fromEntries(COLUMNS[table].map((name, column) => [name, column]));
}
