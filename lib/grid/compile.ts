import type { Network } from '../contract';
import type { Grid } from './grid';
import { checkNetwork, impedanceOf, LEAST_IMPEDANCE_PU } from './validate';

/** The dense form of a network document. Throws INVALID_NETWORK where `checkNetwork` does. */
export function compileGrid(network: Network): Grid {
  checkNetwork(network);
  const { buses, branches, generators, loads } = network;
  const busIndex = new Map(buses.map((bus, index) => [bus.id, index]));
  const branchIndex = new Map(branches.map((branch, index) => [branch.id, index]));
  const bus = (id: string): number => busIndex.get(id)!;

  const busUsable = Uint8Array.from(buses, ({ in_service }) => (in_service === false ? 0 : 1));
  const generatorBus = Int32Array.from(generators, (generator) => bus(generator.bus));
  const generatorUsable = Uint8Array.from(generators, ({ in_service }, g) =>
    in_service === false ? 0 : busUsable[generatorBus[g]],
  );
  const isSource = new Uint8Array(buses.length);
  for (const [g, at] of generatorBus.entries()) isSource[at] |= generatorUsable[g];
  const from = Int32Array.from(branches, (branch) => bus(branch.from));
  const to = Int32Array.from(branches, (branch) => bus(branch.to));
  const demand_mw = new Float64Array(buses.length);
  const demand_mvar = new Float64Array(buses.length);
  for (const load of loads) {
    demand_mw[bus(load.bus)] += load.p_mw;
    demand_mvar[bus(load.bus)] += load.q_mvar;
  }
  const shunt_mw = new Float64Array(buses.length);
  const shunt_mvar = new Float64Array(buses.length);
  for (const shunt of network.shunts ?? []) {
    shunt_mw[bus(shunt.bus)] += shunt.g_mw;
    shunt_mvar[bus(shunt.bus)] += shunt.b_mvar;
  }
  const conducts = branches.map((branch) => (impedanceOf(branch) < LEAST_IMPEDANCE_PU ? 0 : 1));
  return {
    network,
    base_mva: network.base_mva,
    busCount: buses.length,
    branchCount: branches.length,
    generatorCount: generators.length,
    busIndex,
    branchIndex,
    from,
    to,
    r_pu: Float64Array.from(branches, (branch) => branch.r_pu),
    x_pu: Float64Array.from(branches, (branch) => branch.x_pu),
    b_pu: Float64Array.from(branches, (branch) => branch.b_pu ?? 0),
    tap_ratio: Float64Array.from(branches, (branch) => branch.tap_ratio ?? 1),
    shift_rad: Float64Array.from(branches, (branch) => radians(branch.shift_degree)),
    rating_mva: Float64Array.from(branches, (branch) => branch.rating_mva ?? 0),
    switchable: Uint8Array.from(branches, (branch, k) => (branch.switchable === false ? 0 : conducts[k])),
    branchUsable: Uint8Array.from(branches, (_, k) => busUsable[from[k]] & busUsable[to[k]] & conducts[k]),
    generatorBus,
    generatorUsable,
    holdsVoltage: Uint8Array.from(generators, (generator) => (generator.voltage_control === false ? 0 : 1)),
    isSlack: Uint8Array.from(generators, (generator) => (generator.slack === true ? 1 : 0)),
    q_min_mvar: Float64Array.from(generators, (g) => g.q_min_mvar ?? Number.NEGATIVE_INFINITY),
    q_max_mvar: Float64Array.from(generators, (g) => g.q_max_mvar ?? Number.POSITIVE_INFINITY),
    busUsable,
    isSource,
    vm_start_pu: Float64Array.from(buses, ({ vm_pu }) => vm_pu ?? 1),
    va_start_rad: Float64Array.from(buses, ({ va_degree }) => radians(va_degree)),
    demand_mw,
    demand_mvar,
    shunt_mw,
    shunt_mvar,
  };
}

function radians(degree: number | undefined): number {
  return ((degree ?? 0) * Math.PI) / 180;
}
