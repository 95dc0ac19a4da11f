/** MATPOWER cases as JSON: the fields of the structure, matrices by rows. */
import { gridError } from '../../errors';
import { BRANCH, BUS, type CaseTable, GEN, type MatpowerCase, type TableName } from './case';
import { checkCase } from './check';

const WORDS: ReadonlyMap<string, number> = new Map([
  ['Inf', Infinity],
  ['Infinity', Infinity],
  ['-Inf', -Infinity],
  ['-Infinity', -Infinity],
  ['NaN', Number.NaN],
]);
const FIELD = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;
const MAX_NESTING = 8;

type Fields = Record<string, unknown>;

/** Whether a JSON document is a MATPOWER case: tables of its own, or below `mpc`. */
export function isMatpowerJson(document: unknown): document is Fields {
  return isRecord(document) && ('bus' in document || 'baseMVA' in document || isRecord(document.mpc));
}

/** The case of such a document. Throws UNREADABLE_FILE or INVALID_NETWORK with the field. */
export function readMatpowerJson(document: Fields, file: string, name: string): MatpowerCase {
  const fields = isRecord(document.mpc) ? { ...document, ...document.mpc } : document;
  const { case: given, version, baseMVA, bus, gen, branch, mpc: _, ...others } = fields as Fields;
  const table = (field: TableName, value: unknown): number[][] => {
    const rows = tableOf(withLimits(value, field), `${file}: ${field}`);
    if (Array.isArray(rows)) return rows;
    throw fault(`${file}: ${field}`, value, 'rows of numbers');
  };
  if (typeof baseMVA !== 'number') throw fault(`${file}: baseMVA`, baseMVA, 'a number above 0');
  const data: MatpowerCase = {
    name: typeof given === 'string' && given !== '' ? given : name,
    version: version === undefined ? '2' : String(version),
    baseMVA,
    bus: table('bus', bus),
    gen: table('gen', gen),
    branch: table('branch', branch),
    tables: {},
  };
  collect(others, '', data.tables, file, 0);
  checkCase(data, file);
  return data;
}

/** Columns in which null, as JSON's writers put an infinity, says that there is no limit. */
const UPPER: Record<TableName, readonly number[]> = {
  bus: [BUS.VMAX],
  gen: [GEN.QMAX, GEN.PMAX],
  branch: [BRANCH.RATE_A, BRANCH.RATE_B, BRANCH.RATE_C, BRANCH.ANGMAX],
};
const LOWER: Record<TableName, readonly number[]> = {
  bus: [BUS.VMIN],
  gen: [GEN.QMIN, GEN.PMIN],
  branch: [BRANCH.ANGMIN],
};

/** The rows with the infinity in place of each null that stands for a limit. */
function withLimits(value: unknown, table: TableName): unknown {
  if (!Array.isArray(value)) return value;
  const limited = (item: unknown, column: number): unknown => {
    if (item !== null) return item;
    return UPPER[table].includes(column) ? Infinity : LOWER[table].includes(column) ? -Infinity : null;
  };
  return value.every(Array.isArray) ? value.map((row: unknown[]) => row.map(limited)) : value.map(limited);
}

/** Further fields; those of structures inside under their dotted names. */
function collect(
  fields: Fields,
  prefix: string,
  into: Record<string, CaseTable>,
  file: string,
  depth: number,
): void {
  for (const [field, value] of Object.entries(fields)) {
    const at = `${file}: ${prefix}${field}`;
    if (!FIELD.test(field)) throw fault(at, field, 'names of letters, digits and _');
    if (isRecord(value) && !('cell' in value)) {
      if (depth === MAX_NESTING) throw fault(at, 'a deeper one', `structures at most ${MAX_NESTING} deep`);
      collect(value, `${prefix}${field}.`, into, file, depth + 1);
    } else {
      into[prefix + field] = tableOf(value, at);
    }
  }
}

/** A table: rows, one row alone, a list of texts, a text, or a single number. */
function tableOf(value: unknown, at: string): CaseTable {
  if (typeof value === 'string' && !WORDS.has(value)) return value;
  if (isRecord(value) && Array.isArray(value.cell)) return { cell: cellRows(value.cell, at) };
  if (!Array.isArray(value)) return [[numberOf(value, at)]];
  const nested = value.length > 0 && value.every(Array.isArray);
  const items: unknown[] = nested ? value.flat() : value;
  if (items.some((item) => typeof item === 'string' && !WORDS.has(item))) {
    return { cell: cellRows(nested ? value : value.map((item) => [item]), at) };
  }
  if (!nested) return value.length === 0 ? [] : [value.map((item, k) => numberOf(item, `${at}[${k}]`))];
  return value.map((row: unknown[], r) => row.map((item, k) => numberOf(item, `${at}[${r}][${k}]`)));
}

function cellRows(rows: readonly unknown[], at: string): (number | string)[][] {
  return rows.map((row, r) => {
    if (!Array.isArray(row)) throw fault(`${at}[${r}]`, row, 'a row of texts and numbers');
    return row.map((item, k) => {
      if (typeof item === 'string' || (typeof item === 'number' && Number.isFinite(item))) return item;
      throw fault(`${at}[${r}][${k}]`, item, 'texts and numbers');
    });
  });
}

/** Elsewhere null is how JSON's writers put NaN. */
function numberOf(value: unknown, at: string): number {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value === 'boolean') return Number(value);
  if (value === null) return Number.NaN;
  const word = typeof value === 'string' ? WORDS.get(value) : undefined;
  if (word !== undefined) return word;
  throw fault(at, value, 'a number, or "Inf", "-Inf" or "NaN"');
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(at: string, got: unknown, allowed: string): Error {
  return gridError('UNREADABLE_FILE', { at, got, allowed });
}
