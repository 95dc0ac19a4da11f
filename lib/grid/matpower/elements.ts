/** Elements of a network from rows of a case's tables, and rows from elements. MATPOWER's meanings throughout. */
import type { Branch, Bus, Generator, Load, Network, Shunt } from '../../contract';
import { BRANCH, BUS, GEN, type MatpowerCase, NONE, PQ, PV, REF } from './case';

/** Written where a network has no figure: MATPOWER's angle limits that bind nothing. */
const NO_ANGLE_LIMIT = 360;

/** Buses, generators, loads, shunts and branches as the tables alone give them; `nameOf` a bus by its row. */
export function elementsOf(
  { bus, gen, branch }: MatpowerCase,
  nameOf: (row: number) => string,
): Pick<Network, 'buses' | 'generators' | 'loads' | 'shunts' | 'branches'> {
  const typeOf = new Map(bus.map((row) => [row[BUS.BUS_I], row[BUS.BUS_TYPE]]));
  const balanced = new Set<number>();
  const generators = gen.map((row, index) => {
    const type = typeOf.get(row[GEN.GEN_BUS]);
    const slack = type === REF && row[GEN.GEN_STATUS] > 0 && !balanced.has(row[GEN.GEN_BUS]);
    if (slack) balanced.add(row[GEN.GEN_BUS]);
    return generatorOf(row, index, type === PQ, slack);
  });
  const shunts = bus.filter((row) => row[BUS.GS] !== 0 || row[BUS.BS] !== 0).map(shuntOf);
  return {
    buses: bus.map((row, index) => busOf(row, nameOf(index))),
    generators,
    loads: bus.filter((row) => row[BUS.PD] !== 0 || row[BUS.QD] !== 0).map(loadOf),
    ...(shunts.length > 0 && { shunts }),
    branches: branch.map(branchOf),
  };
}

function busOf(row: number[], name: string): Bus {
  const { [BUS.VM]: vm, [BUS.VA]: va, [BUS.BASE_KV]: kv, [BUS.VMIN]: low, [BUS.VMAX]: high } = row;
  return {
    id: String(row[BUS.BUS_I]),
    name,
    ...(kv > 0 && { base_kv: kv }),
    ...(row[BUS.BUS_TYPE] === NONE && { in_service: false }),
    ...(low > 0 && low < Infinity && { vm_min_pu: low }),
    ...(high > 0 && high < Infinity && { vm_max_pu: high }),
    // 1 and 0 are what a computation starts from without them.
    ...(vm > 0 && vm !== 1 && { vm_pu: vm }),
    ...(va !== 0 && { va_degree: va }),
  };
}

function generatorOf(row: number[], index: number, pq: boolean, slack: boolean): Generator {
  const limit = (name: string, column: number): object =>
    Number.isFinite(row[column]) ? { [name]: row[column] } : {};
  return {
    id: `G${index + 1}`,
    bus: String(row[GEN.GEN_BUS]),
    p_mw: row[GEN.PG],
    ...(row[GEN.QG] !== 0 && { q_mvar: row[GEN.QG] }),
    vm_pu: row[GEN.VG] > 0 ? row[GEN.VG] : 1,
    ...(pq && { voltage_control: false }),
    ...(slack && { slack }),
    ...(row[GEN.GEN_STATUS] <= 0 && { in_service: false }),
    ...limit('p_min_mw', GEN.PMIN),
    ...limit('p_max_mw', GEN.PMAX),
    ...limit('q_min_mvar', GEN.QMIN),
    ...limit('q_max_mvar', GEN.QMAX),
  };
}

function loadOf(row: number[]): Load {
  const bus = String(row[BUS.BUS_I]);
  return { id: `D${bus}`, bus, p_mw: row[BUS.PD], q_mvar: row[BUS.QD] };
}

function shuntOf(row: number[]): Shunt {
  const bus = String(row[BUS.BUS_I]);
  return { id: `S${bus}`, bus, g_mw: row[BUS.GS], b_mvar: row[BUS.BS] };
}

function branchOf(row: number[], index: number): Branch {
  const { [BRANCH.TAP]: tap, [BRANCH.SHIFT]: shift, [BRANCH.BR_B]: b, [BRANCH.RATE_A]: rating } = row;
  return {
    id: `L${index + 1}`,
    name: `L${index + 1}`,
    kind: tap !== 0 || shift !== 0 ? 'transformer' : 'line',
    from: String(row[BRANCH.F_BUS]),
    to: String(row[BRANCH.T_BUS]),
    r_pu: row[BRANCH.BR_R],
    x_pu: row[BRANCH.BR_X],
    ...(b !== 0 && { b_pu: b }),
    ...(tap !== 0 && { tap_ratio: tap }),
    ...(shift !== 0 && { shift_degree: shift }),
    ...(rating > 0 && rating < Infinity && { rating_mva: rating }),
    closed: row[BRANCH.BR_STATUS] !== 0,
  };
}

/** The numbers of the buses: their ids where all are positive whole numbers, otherwise their places from 1. */
export function busNumbers(buses: readonly Bus[]): ReadonlyMap<string, number> {
  const numbered = buses.every(({ id }) => /^[1-9]\d{0,8}$/.test(id));
  return new Map(buses.map(({ id }, index) => [id, numbered ? Number(id) : index + 1]));
}

/** The three tables that the elements give, as wide as `COLUMNS`. */
export function tablesOf(
  network: Network,
  numbers: ReadonlyMap<string, number>,
): Pick<MatpowerCase, 'bus' | 'gen' | 'branch'> {
  return {
    bus: busRows(network, numbers),
    gen: network.generators.map((generator) => generatorRow(generator, numbers, network.base_mva)),
    branch: network.branches.map((branch) => branchRow(branch, numbers)),
  };
}

function busRows(network: Network, numbers: ReadonlyMap<string, number>): number[][] {
  const rows = new Map(network.buses.map((bus) => [bus.id, busRow(bus, numbers.get(bus.id)!)]));
  const add = (id: string, column: number, value: number): void => {
    rows.get(id)![column] += value;
  };
  for (const { bus, p_mw, q_mvar } of network.loads) {
    add(bus, BUS.PD, p_mw);
    add(bus, BUS.QD, q_mvar);
  }
  for (const { bus, g_mw, b_mvar } of network.shunts ?? []) {
    add(bus, BUS.GS, g_mw);
    add(bus, BUS.BS, b_mvar);
  }
  for (const { bus, in_service, slack, voltage_control } of network.generators) {
    const row = rows.get(bus)!;
    if (in_service === false || voltage_control === false || row[BUS.BUS_TYPE] === NONE) continue;
    row[BUS.BUS_TYPE] = Math.max(row[BUS.BUS_TYPE], slack === true ? REF : PV);
  }
  return [...rows.values()];
}

function busRow(bus: Bus, number: number): number[] {
  const { base_kv = 0, vm_pu = 1, va_degree = 0, vm_max_pu = Infinity, vm_min_pu = 0 } = bus;
  const type = bus.in_service === false ? NONE : PQ;
  return [number, type, 0, 0, 0, 0, 1, vm_pu, va_degree, base_kv, 1, vm_max_pu, vm_min_pu];
}

export function generatorRow(
  generator: Generator,
  numbers: ReadonlyMap<string, number>,
  base_mva: number,
): number[] {
  const { bus, p_mw, q_mvar = 0, vm_pu, in_service = true } = generator;
  const {
    q_max_mvar = Infinity,
    q_min_mvar = -Infinity,
    p_max_mw = Infinity,
    p_min_mw = -Infinity,
  } = generator;
  const status = Number(in_service);
  const limits = [q_max_mvar, q_min_mvar, vm_pu, base_mva, status, p_max_mw, p_min_mw];
  return [numbers.get(bus)!, p_mw, q_mvar, ...limits, ...new Array<number>(11).fill(0)];
}

export function branchRow(branch: Branch, numbers: ReadonlyMap<string, number>): number[] {
  const { r_pu, x_pu, b_pu = 0, rating_mva = 0, shift_degree = 0, kind } = branch;
  // A transformer of neither ratio nor shift is told from a line by a ratio of 1.
  const tap = branch.tap_ratio ?? (kind === 'transformer' && shift_degree === 0 ? 1 : 0);
  return [
    ...[numbers.get(branch.from)!, numbers.get(branch.to)!, r_pu, x_pu, b_pu, rating_mva, 0, 0],
    ...[tap, shift_degree, Number(branch.closed), -NO_ANGLE_LIMIT, NO_ANGLE_LIMIT],
  ];
}
