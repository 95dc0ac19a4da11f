/**
 * Loads and shunts, of which MATPOWER's bus table holds the sums: written one by one beside it where they are more than
 * that, and taken back at every bus whose sums still are those of the table.
 */
import type { Load, Network, Shunt } from '../../contract';
import type { CaseTable } from './case';
import { escapeText, unescapeText } from './text';

export type LoadOrShunt = Load | Shunt;
type Item = number | string;

const CUSTOMERS = ['residential', 'commercial', 'industrial'] as const;
const PRIORITIES = [1, 2, 3] as const;

export function withLoadsAndShunts(
  network: Network,
  plain: Network,
  numbers: ReadonlyMap<string, number>,
): { gridloom_load: Item[][]; gridloom_shunt: Item[][] } {
  const sameBus = (bus: string, plainBus: string): boolean => String(numbers.get(bus)) === plainBus;
  const sameLoads =
    network.loads.length === plain.loads.length &&
    network.loads.every((load, k) => {
      const other = plain.loads[k];
      const same = load.p_mw === other.p_mw && load.q_mvar === other.q_mvar;
      const plainer = load.customer === undefined && load.priority === undefined;
      return load.id === other.id && sameBus(load.bus, other.bus) && same && plainer;
    });
  const { shunts = [] } = network;
  const plainShunts = plain.shunts ?? [];
  const sameShunts =
    shunts.length === plainShunts.length &&
    shunts.every((shunt, k) => {
      const other = plainShunts[k];
      const same = shunt.g_mw === other.g_mw && shunt.b_mvar === other.b_mvar;
      return shunt.id === other.id && sameBus(shunt.bus, other.bus) && same;
    });
  const { loads } = network;
  // A column that only some networks need: without a class the rows stay as narrow as they are.
  const classed = loads.some(({ priority }) => priority !== undefined);
  const load = ({ id, bus, p_mw, q_mvar, customer, priority }: Load): Item[] => {
    const row = [escapeText(id), numbers.get(bus)!, p_mw, q_mvar, customer ?? ''];
    return classed ? [...row, priority ?? ''] : row;
  };
  const shunt = ({ id, bus, g_mw, b_mvar }: Shunt): Item[] => [
    escapeText(id),
    numbers.get(bus)!,
    g_mw,
    b_mvar,
  ];
  return {
    gridloom_load: sameLoads ? [] : network.loads.map(load),
    gridloom_shunt: sameShunts ? [] : shunts.map(shunt),
  };
}

/** The loads and shunts, by bus numbers as the plain ones. */
export function takenBack(
  plain: Network,
  tables: Readonly<Record<string, CaseTable>>,
  noShunts: boolean,
): Pick<Network, 'loads' | 'shunts'> {
  const loads = merged(plain.loads, loadsIn(tables.gridloom_load), plain, (load) => [load.p_mw, load.q_mvar]);
  const shunts = merged(plain.shunts ?? [], shuntsIn(tables.gridloom_shunt), plain, (shunt) => [
    shunt.g_mw,
    shunt.b_mvar,
  ]);
  return { loads, ...((shunts.length > 0 || noShunts) && { shunts }) };
}

/** Those written one by one where their sums are those of the table, and the table's own at the other buses. */
function merged<T extends LoadOrShunt>(
  plain: readonly T[],
  written: readonly T[],
  { buses }: Network,
  powers: (element: T) => readonly [number, number],
): T[] {
  if (written.length === 0) return [...plain];
  const inTable = new Map(plain.map((element) => [element.bus, powers(element)]));
  const sums = new Map<string, [number, number]>();
  for (const element of written) {
    const [p, q] = powers(element);
    const [sumP, sumQ] = sums.get(element.bus) ?? [0, 0];
    sums.set(element.bus, [sumP + p, sumQ + q]);
  }
  const agree = new Set(
    buses
      .map(({ id }) => id)
      .filter((id) => {
        const [p, q] = inTable.get(id) ?? [0, 0];
        const [sumP, sumQ] = sums.get(id) ?? [Number.NaN, Number.NaN];
        return p === sumP && q === sumQ;
      }),
  );
  const kept = written.filter(({ bus }) => agree.has(bus));
  const taken = new Set(kept.map(({ id }) => id));
  const others = plain.filter(({ bus }) => !agree.has(bus)).map((element) => ({ ...element }));
  for (const element of others) {
    const { id } = element;
    for (let k = 2; taken.has(element.id); k++) element.id = `${id}-${k}`;
    taken.add(element.id);
  }
  return [...kept, ...others];
}

function loadsIn(table: CaseTable | undefined): Load[] {
  return rowsOf(table).flatMap(([id, bus, p_mw, q_mvar, customer, priority]) => {
    if (typeof id !== 'string' || typeof p_mw !== 'number' || typeof q_mvar !== 'number') return [];
    const known = CUSTOMERS.find((name) => name === customer);
    const served = PRIORITIES.find((one) => one === priority);
    return [
      {
        ...{ id: unescapeText(id), bus: String(bus), p_mw, q_mvar },
        ...(known && { customer: known }),
        ...(served && { priority: served }),
      },
    ];
  });
}

function shuntsIn(table: CaseTable | undefined): Shunt[] {
  return rowsOf(table).flatMap(([id, bus, g_mw, b_mvar]) => {
    if (typeof id !== 'string' || typeof g_mw !== 'number' || typeof b_mvar !== 'number') return [];
    return [{ id: unescapeText(id), bus: String(bus), g_mw, b_mvar }];
  });
}

function rowsOf(table: CaseTable | undefined): readonly Item[][] {
  return table === undefined || typeof table === 'string' || Array.isArray(table) ? [] : table.cell;
}
