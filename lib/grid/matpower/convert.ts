/** Cases as networks and networks as cases, both ways exact. */
import type { Network } from '../../contract';
import type { CellTable, MatpowerCase } from './case';
import { busNumbers, elementsOf, tablesOf } from './elements';
import { EXTRA_FIELDS, extrasOf, withExtras } from './extras';
import { encode, remainderOf, withRemainder } from './remainder';
import { onOneLine } from './text';

const MAX_ID = 128;

/**
 * A checked case as a network document; whether that can be computed is `checkNetwork`'s. What the elements do not
 * give back goes into `matpower`, so that `caseOfNetwork` gives the same tables again.
 */
export function networkOfCase(data: MatpowerCase): Network {
  const network = withExtras(plainNetwork(data), data);
  const tables = Object.fromEntries(
    Object.entries(data.tables).filter(([name]) => !(Object.values(EXTRA_FIELDS) as string[]).includes(name)),
  );
  const matpower = remainderOf({ ...data, tables }, elementsAsCase(network));
  return matpower === undefined ? network : { ...network, matpower };
}

/**
 * A network as a case of version 2, or of the version that it was imported from. What the tables cannot hold goes
 * into fields named `gridloom_...`. Throws INVALID_NETWORK where `matpower` names a field that cannot be written.
 */
export function caseOfNetwork(network: Network): MatpowerCase {
  const { matpower = {}, ...elements } = network;
  const data = withRemainder(elementsAsCase(elements), matpower);
  restoreNames(data, network);
  const extras = extrasOf(elements, plainNetwork(data), busNumbers(network.buses));
  for (const field of Object.values(EXTRA_FIELDS)) delete data.tables[field];
  Object.assign(data.tables, extras);
  return data;
}

/** What the tables alone say, with the names that MATPOWER's own `bus_name` gives. */
function plainNetwork(data: MatpowerCase): Network {
  const names = namesIn(data);
  const id = onOneLine(data.name).slice(0, MAX_ID) || 'case';
  return {
    format: 'gridloom-network',
    version: 1,
    id,
    name: id,
    base_mva: data.baseMVA,
    ...elementsOf(data, (row) => nameOf(names?.[row], data.bus[row][0])),
  };
}

function elementsAsCase(network: Network): MatpowerCase {
  const numbers = busNumbers(network.buses);
  const data = {
    name: functionName(network.id),
    version: '2',
    baseMVA: network.base_mva,
    ...tablesOf(network, numbers),
    tables: {},
  };
  const named = network.buses.some(
    ({ name }, row) => onOneLine(name) !== nameOf(undefined, data.bus[row][0]),
  );
  return named
    ? { ...data, tables: { bus_name: { cell: network.buses.map(({ name }) => [onOneLine(name)]) } } }
    : data;
}

/** The texts of `bus_name`, if it has one for each bus. */
function namesIn({ tables, bus }: MatpowerCase): string[] | undefined {
  const table = tables.bus_name;
  if (table === undefined || typeof table === 'string' || Array.isArray(table)) return undefined;
  const names = table.cell.flat().map(String);
  return names.length === bus.length ? names : undefined;
}

function nameOf(given: string | undefined, number: number): string {
  return given?.trim() || `Bus ${number}`;
}

/** Names as the case had them, padded for instance, where they still are the buses' names. */
function restoreNames(data: MatpowerCase, { buses }: Network): void {
  const kept = namesIn(data);
  const table = data.tables.bus_name as CellTable | undefined;
  if (kept === undefined || table === undefined) return;
  const same = (name: string, row: number): boolean =>
    nameOf(kept[row], data.bus[row][0]) === nameOf(onOneLine(name), data.bus[row][0]);
  if (buses.every(({ name }, row) => same(name, row))) return;
  data.tables.bus_name = {
    cell: buses.map(({ name }, row) => [same(name, row) ? kept[row] : onOneLine(name)]),
  };
}

/** A name that MATLAB takes for a function. */
function functionName(id: string): string {
  const word = id.replace(/\W/g, '_').slice(0, 63);
  return /^[A-Za-z]/.test(word) ? word : `case_${word}`.slice(0, 63);
}

/** The case as a JSON document, as MATPOWER's users write them: matrices by rows, infinities as texts. */
export function jsonOfCase(data: MatpowerCase): Record<string, unknown> {
  const { name, version, baseMVA, bus, gen, branch, tables } = data;
  return {
    case: name,
    version,
    baseMVA,
    ...Object.fromEntries(Object.entries({ bus, gen, branch }).map(([field, rows]) => [field, encode(rows)])),
    ...Object.fromEntries(Object.entries(tables).map(([field, table]) => [field, jsonOfTable(table)])),
  };
}

/** Cell arrays as plain rows where a text among them tells what they are. */
function jsonOfTable(table: MatpowerCase['tables'][string]): unknown {
  if (typeof table === 'string' || Array.isArray(table)) return encode(table);
  const told = table.cell.some((row) => row.some((item) => typeof item === 'string' && !isNumberWord(item)));
  const mixed = table.cell.some((row) => row.some((item) => typeof item === 'string' && isNumberWord(item)));
  return told && !mixed ? table.cell : table;
}

function isNumberWord(text: string): boolean {
  return /^(-?Inf(inity)?|NaN)$/.test(text);
}
