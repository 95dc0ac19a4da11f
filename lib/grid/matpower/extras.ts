/**
 * What a network holds that MATPOWER's tables do not: written into fields of the case that MATPOWER passes over, as
 * lists of (where, field, value), and taken back where the tables still say what they said when these were written.
 * A field with a minus in front is one that the element has not, though the tables give it.
 */
import type { Branch, Bus, Generator, Network } from '../../contract';
import type { CellTable, MatpowerCase } from './case';
import { branchRow, busNumbers, generatorRow, tablesOf } from './elements';
import { type LoadOrShunt, takenBack, withLoadsAndShunts } from './loads';
import { escapeText, unescapeText } from './text';

type Elements = Pick<Network, 'buses' | 'generators' | 'loads' | 'shunts' | 'branches'>;
type Item = number | string;
type Fields = Record<string, unknown>;

export const EXTRA_FIELDS = {
  network: 'gridloom_network',
  buses: 'gridloom_bus',
  generators: 'gridloom_gen',
  branches: 'gridloom_branch',
  loads: 'gridloom_load',
  shunts: 'gridloom_shunt',
} as const;

/** Fields that say nothing of the tables' quantities: kept whatever becomes of these. */
const DESCRIPTIONS = ['id', 'name', 'x', 'y', 'kind', 'switchable', 'length_km', 'age_years'];
const BUS_FIELDS = [
  ...['id', 'name', 'base_kv', 'in_service', 'vm_min_pu', 'vm_max_pu', 'vm_pu', 'va_degree', 'x', 'y'],
];
const GENERATOR_FIELDS = [
  ...['id', 'p_mw', 'q_mvar', 'vm_pu', 'voltage_control', 'slack', 'in_service'],
  ...['p_min_mw', 'p_max_mw', 'q_min_mvar', 'q_max_mvar'],
];
const BRANCH_FIELDS = [
  ...['id', 'name', 'kind', 'r_pu', 'x_pu', 'b_pu', 'tap_ratio', 'shift_degree', 'rating_mva', 'closed'],
  ...['switchable', 'length_km', 'age_years'],
];
const NETWORK_FIELDS = ['id', 'name', 'source'];
const BOOLEANS = ['in_service', 'voltage_control', 'slack', 'closed', 'switchable'];

/** The fields to write for `network`, where its tables alone would be read as `plain`. */
export function extrasOf(
  network: Network,
  plain: Network,
  numbers: ReadonlyMap<string, number>,
): Record<string, CellTable> {
  const extras: Record<string, Item[][]> = {
    [EXTRA_FIELDS.network]: differences([], network, plain, NETWORK_FIELDS),
    [EXTRA_FIELDS.buses]: network.buses.flatMap((bus, k) =>
      differences([numbers.get(bus.id)!], bus, plain.buses[k], BUS_FIELDS),
    ),
    [EXTRA_FIELDS.generators]: network.generators.flatMap((generator, k) =>
      differences([k + 1, numbers.get(generator.bus)!], generator, plain.generators[k], GENERATOR_FIELDS),
    ),
    [EXTRA_FIELDS.branches]: network.branches.flatMap((branch, k) => {
      const ends = [numbers.get(branch.from)!, numbers.get(branch.to)!];
      return differences([k + 1, ...ends], branch, plain.branches[k], BRANCH_FIELDS);
    }),
    ...withLoadsAndShunts(network, plain, numbers),
  };
  if (network.shunts?.length === 0) extras[EXTRA_FIELDS.network].push(['shunts', 'none']);
  return Object.fromEntries(
    Object.entries(extras)
      .filter(([, rows]) => rows.length > 0)
      .map(([field, rows]) => [field, { cell: rows }]),
  );
}

function differences(where: number[], element: object, plain: object, fields: readonly string[]): Item[][] {
  const rows: Item[][] = [];
  for (const field of fields) {
    const value = (element as Fields)[field];
    if (Object.is(value, (plain as Fields)[field])) continue;
    if (value === undefined) rows.push([...where, `-${field}`, '']);
    else rows.push([...where, field, typeof value === 'string' ? escapeText(value) : Number(value)]);
  }
  return rows;
}

/** The network with what the extra fields of the case say, as far as its tables agree. */
export function withExtras(plain: Network, data: MatpowerCase): Network {
  const numberOf = busNumbers(plain.buses);
  const read = (field: string, keys: number): ReadonlyMap<string, [string, Item][]> =>
    byPlace(data.tables[field], keys);
  const network = read(EXTRA_FIELDS.network, 0).get('') ?? [];
  const busExtras = read(EXTRA_FIELDS.buses, 1);
  const generatorExtras = read(EXTRA_FIELDS.generators, 2);
  const branchExtras = read(EXTRA_FIELDS.branches, 3);
  const generators = plain.generators.map((generator, k) =>
    changed(generator, generatorExtras.get(`${k + 1},${generator.bus}`), GENERATOR_FIELDS, (element) =>
      generatorRow(element, numberOf, plain.base_mva),
    ),
  );
  const changedElements: Elements = {
    buses: plain.buses.map((bus) => changed(bus, busExtras.get(bus.id), BUS_FIELDS, quantitiesOfBus)),
    generators: agreeing(plain, generators, numberOf),
    branches: plain.branches.map((branch, k) =>
      changed(branch, branchExtras.get(`${k + 1},${branch.from},${branch.to}`), BRANCH_FIELDS, (element) =>
        branchRow(element, numberOf),
      ),
    ),
    ...takenBack(
      plain,
      data.tables,
      network.some(([field]) => field === 'shunts'),
    ),
  };
  const { id, name, source } = applied({}, network, NETWORK_FIELDS) as Partial<Network>;
  const result: Network = {
    ...plain,
    ...(id && { id }),
    ...(name !== undefined && { name }),
    ...changedElements,
  };
  if (changedElements.shunts === undefined) delete result.shunts;
  if (source !== undefined) result.source = source;
  return renamed(result, plain.buses);
}

/** Rows of an extra field by what stands in their first columns. */
function byPlace(
  table: MatpowerCase['tables'][string] | undefined,
  keys: number,
): Map<string, [string, Item][]> {
  const found = new Map<string, [string, Item][]>();
  if (table === undefined || typeof table === 'string' || Array.isArray(table)) return found;
  for (const row of table.cell) {
    const [field, value] = row.slice(keys);
    if (typeof field !== 'string' || value === undefined) continue;
    const place = row.slice(0, keys).join(',');
    const known = found.get(place);
    if (known === undefined) found.set(place, [[field, value]]);
    else known.push([field, value]);
  }
  return found;
}

/** The element with its extra fields; where its row would then be another, with its descriptions only. */
function changed<T extends Bus | Generator | Branch>(
  element: T,
  extras: [string, Item][] | undefined,
  fields: readonly string[],
  rowOf: (element: T) => readonly unknown[],
): T {
  if (extras === undefined) return element;
  const all = applied(element, extras, fields) as T;
  const row = rowOf(element);
  if (rowOf(all).every((value, column) => Object.is(value, row[column]))) return all;
  return applied(
    element,
    extras,
    fields.filter((field) => DESCRIPTIONS.includes(field)),
  ) as T;
}

function applied(element: object, extras: [string, Item][], fields: readonly string[]): object {
  const result: Fields = { ...element };
  for (const [key, value] of extras) {
    const field = key.replace(/^-/, '');
    if (!fields.includes(field)) continue;
    if (key !== field) delete result[field];
    else if (typeof value === 'string') result[field] = unescapeText(value);
    else result[field] = BOOLEANS.includes(field) ? value !== 0 : value;
  }
  return result;
}

function quantitiesOfBus(bus: Bus): unknown[] {
  const { base_kv, in_service = true, vm_min_pu = 0, vm_max_pu = Infinity, vm_pu = 1, va_degree = 0 } = bus;
  return [base_kv, in_service, vm_min_pu, vm_max_pu, vm_pu, va_degree];
}

/** Which generator balances or holds the voltage is the bus types' to say: where these differ, they win. */
function agreeing(
  plain: Network,
  generators: Generator[],
  numbers: ReadonlyMap<string, number>,
): Generator[] {
  const before = tablesOf(plain, numbers).bus;
  const after = tablesOf({ ...plain, generators }, numbers).bus;
  const typeChanged = new Set(plain.buses.filter((_, k) => before[k][1] !== after[k][1]).map(({ id }) => id));
  return generators.map((generator, k) => {
    if (!typeChanged.has(generator.bus)) return generator;
    const { slack: _, voltage_control: __, ...others } = generator;
    const { slack, voltage_control } = plain.generators[k];
    return {
      ...others,
      ...(slack !== undefined && { slack }),
      ...(voltage_control !== undefined && { voltage_control }),
    };
  });
}

/** With the buses' own ids in place of their numbers wherever they are referred to. */
function renamed(network: Network, before: readonly Bus[]): Network {
  const idOf = new Map(before.map(({ id }, k) => [id, network.buses[k].id]));
  const moved = <T extends { bus: string }>(element: T): T => ({ ...element, bus: idOf.get(element.bus)! });
  return {
    ...network,
    generators: network.generators.map(moved),
    loads: network.loads.map(moved),
    ...(network.shunts !== undefined && {
      shunts: (network.shunts as LoadOrShunt[]).map(moved) as Network['shunts'],
    }),
    branches: network.branches.map((branch) => ({
      ...branch,
      from: idOf.get(branch.from)!,
      to: idOf.get(branch.to)!,
    })),
  };
}
