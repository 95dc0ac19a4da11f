/** What each node takes at least, and how high voltages can be: what the bound of bound.ts rests on. */
import type { OperatingPoint } from '../../powerflow';
import type { ReconfigurationProblem } from './problem';

export interface NetLoads {
  /** Per node, per unit; below 0 where it may feed in on balance. */
  readonly p: Float64Array;
  readonly q: Float64Array;
}

/** The least that each node takes, per unit, whatever the configuration and its voltages. */
export function netLoads({ grid, graph, point, limits }: ReconfigurationProblem): NetLoads {
  const net = { p: new Float64Array(graph.nodeCount), q: new Float64Array(graph.nodeCount) };
  const feeds = (bus: number, p_mw: number, q_mvar: number): void => {
    const node = graph.nodeOfBus[bus];
    if (node < 1) return;
    net.p[node] -= p_mw / grid.base_mva;
    net.q[node] -= q_mvar / grid.base_mva;
  };
  for (let bus = 0; bus < grid.busCount; bus++) {
    const node = graph.nodeOfBus[bus];
    if (node < 1) continue;
    net.p[node] += point.demand_mw[bus] / grid.base_mva;
    net.q[node] += point.demand_mvar[bus] / grid.base_mva;
    const square = limits.vm_max_pu[bus] ** 2;
    if (grid.shunt_mw[bus] < 0) feeds(bus, -grid.shunt_mw[bus] * square, 0);
    if (grid.shunt_mvar[bus] > 0) feeds(bus, 0, grid.shunt_mvar[bus] * square);
  }
  feedGenerators(grid, point, feeds);
  for (let k = 0; k < grid.branchCount; k++) {
    if (grid.b_pu[k] === 0 || grid.branchUsable[k] === 0) continue;
    const half = (Math.abs(grid.b_pu[k]) * grid.base_mva) / 2;
    feeds(grid.from[k], 0, half * limits.vm_max_pu[grid.from[k]] ** 2);
    feeds(grid.to[k], 0, half * limits.vm_max_pu[grid.to[k]] ** 2);
  }
  return net;
}

/** One that holds a voltage feeds in whatever that takes. */
function feedGenerators(
  { generatorCount, generatorUsable, generatorBus, holdsVoltage }: ReconfigurationProblem['grid'],
  { generation_mw, generation_mvar }: OperatingPoint,
  feeds: (bus: number, p_mw: number, q_mvar: number) => void,
): void {
  for (let g = 0; g < generatorCount; g++) {
    if (generatorUsable[g] === 0) continue;
    const q_mvar = holdsVoltage[g] === 1 ? Number.POSITIVE_INFINITY : generation_mvar[g];
    feeds(generatorBus[g], generation_mw[g], q_mvar);
  }
}

export interface HighestVoltage {
  vm_pu: number;
  /** Whether it is that of a slack, or what reactive power makes of it, and active power brings it down from there. */
  falls: boolean;
}

/** That no bus exceeds where the nodes together feed in so much reactive power at most, per unit. */
export function highestVoltage(problem: ReconfigurationProblem, fedIn: number): HighestVoltage {
  const { grid, graph, point, settings } = problem;
  let slack = 0;
  for (let g = 0; g < grid.generatorCount; g++) {
    if (grid.generatorUsable[g] === 1) slack = Math.max(slack, point.vm_set_pu[g]);
  }
  const limit = Math.max(slack, limitOfBand(problem));
  if (!settings.radial || grid.tap_ratio.some((ratio) => ratio !== 1)) return { vm_pu: limit, falls: false };
  if (fedIn === 0) return { vm_pu: slack, falls: true };
  const x_pu = graph.branch.reduce((sum, k) => sum + grid.x_pu[k], 0);
  const raised = Math.sqrt(slack * slack + 2 * fedIn * x_pu);
  return raised < limit ? { vm_pu: raised, falls: true } : { vm_pu: limit, falls: false };
}

/** Infinity where a bus has none. */
function limitOfBand({ grid, graph, limits }: ReconfigurationProblem): number {
  const { generatorBus, generatorUsable, holdsVoltage } = grid;
  const held = new Set(generatorBus.filter((_, g) => (generatorUsable[g] & holdsVoltage[g]) === 1));
  let most = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (graph.nodeOfBus[bus] > 0 && !held.has(bus)) most = Math.max(most, limits.vm_max_pu[bus] + 1e-6);
  }
  return most;
}
