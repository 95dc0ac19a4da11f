import type { Branch, Network } from '../../lib/contract';
import { compileGrid, type Grid } from '../../lib/grid';
import type { BranchState } from '../../lib/paths/routing';
import type { OptimizerState } from '../../lib/paths/types';
import { Random } from '../../lib/random';

export interface Shape {
  buses: number;
  /** Beyond those of a spanning tree. */
  extraBranches: number;
  generators: number;
  seed: number;
}

/** A connected random network, parallel branches among it. */
export function randomNetwork({ buses, extraBranches, generators, seed }: Shape): Network {
  const random = new Random(seed);
  const branches: Branch[] = [];
  const add = (from: number, to: number): void => {
    const r_pu = 0.001 + 0.02 * random.next();
    const id = `L${branches.length}`;
    branches.push({
      id,
      name: id,
      kind: 'line',
      from: `B${from}`,
      to: `B${to}`,
      r_pu,
      x_pu: 2.5 * r_pu,
      closed: true,
    });
  };
  for (let bus = 1; bus < buses; bus++) add(bus, Math.max(0, bus - 1 - Math.floor(4 * random.next())));
  for (let extra = 0; extra < extraBranches; extra++) {
    const from = Math.floor(buses * random.next());
    add(from, (from + 1 + Math.floor(random.next() * Math.min(buses - 1, 8))) % buses);
  }
  const spacing = Math.floor(buses / generators);
  return {
    format: 'gridloom-network',
    version: 1,
    id: `random-${seed}`,
    name: 'random',
    base_mva: 100,
    buses: Array.from({ length: buses }, (_, bus) => ({ id: `B${bus}`, name: `B${bus}`, base_kv: 110 })),
    generators: Array.from({ length: generators }, (_, index) => ({
      id: `g${index}`,
      bus: `B${index * spacing}`,
      p_mw: 10,
      vm_pu: 1,
      slack: index === 0,
    })),
    loads: [],
    branches,
  };
}

export function randomGrid(shape: Shape): Grid {
  return compileGrid(randomNetwork(shape));
}

/** Switch positions, faults and probabilities at random; `healthy` is the share of branches that carry. */
export function randomBranchState(grid: Grid, random: Random, healthy = 0.8): BranchState {
  const draw = (share: number) => Uint8Array.from(grid.from, () => (random.next() < share ? 1 : 0));
  return {
    closed: draw(Math.sqrt(healthy)),
    in_service: draw(Math.sqrt(healthy)),
    failure_probability: Float64Array.from(grid.from, () => random.next() ** 3),
  };
}

/** The network's own loads, schedule and switch positions, and no risk. */
export function nominalState(grid: Grid, changes: Partial<OptimizerState> = {}): OptimizerState {
  const { branches, generators } = grid.network;
  return {
    sequence: 1,
    hour_of_week: 12,
    demand_mw: grid.demand_mw.slice(),
    demand_mvar: grid.demand_mvar.slice(),
    generation_mw: Float64Array.from(generators, (generator) => generator.p_mw),
    generation_mvar: new Float64Array(generators.length),
    closed: Uint8Array.from(branches, (branch) => (branch.closed ? 1 : 0)),
    in_service: new Uint8Array(grid.branchCount).fill(1),
    failure_probability: new Float64Array(grid.branchCount),
    ...changes,
  };
}
