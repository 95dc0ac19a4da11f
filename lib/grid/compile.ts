import type { Network } from '../contract';
import type { Grid } from './grid';
import { checkNetwork } from './validate';

/** The dense form of a network document. Throws INVALID_NETWORK where `checkNetwork` does. */
export function compileGrid(network: Network): Grid {
  checkNetwork(network);
  const { buses, branches, generators, loads } = network;
  const busIndex = new Map(buses.map((bus, index) => [bus.id, index]));
  const branchIndex = new Map(branches.map((branch, index) => [branch.id, index]));
  const bus = (id: string): number => busIndex.get(id)!;

  const isSource = new Uint8Array(buses.length);
  for (const generator of generators) isSource[bus(generator.bus)] = 1;
  const demand_mw = new Float64Array(buses.length);
  const demand_mvar = new Float64Array(buses.length);
  for (const load of loads) {
    demand_mw[bus(load.bus)] += load.p_mw;
    demand_mvar[bus(load.bus)] += load.q_mvar;
  }
  return {
    network,
    base_mva: network.base_mva,
    busCount: buses.length,
    branchCount: branches.length,
    generatorCount: generators.length,
    busIndex,
    branchIndex,
    from: Int32Array.from(branches, (branch) => bus(branch.from)),
    to: Int32Array.from(branches, (branch) => bus(branch.to)),
    r_pu: Float64Array.from(branches, (branch) => branch.r_pu),
    x_pu: Float64Array.from(branches, (branch) => branch.x_pu),
    b_pu: Float64Array.from(branches, (branch) => branch.b_pu ?? 0),
    tap_ratio: Float64Array.from(branches, (branch) => branch.tap_ratio ?? 1),
    shift_rad: Float64Array.from(branches, (branch) => ((branch.shift_degree ?? 0) * Math.PI) / 180),
    rating_mva: Float64Array.from(branches, (branch) => branch.rating_mva ?? 0),
    switchable: Uint8Array.from(branches, (branch) => (branch.switchable === false ? 0 : 1)),
    generatorBus: Int32Array.from(generators, (generator) => bus(generator.bus)),
    slack: generators.findIndex((generator) => generator.slack === true),
    isSource,
    demand_mw,
    demand_mvar,
  };
}
