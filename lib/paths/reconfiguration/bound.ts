/**
 * What no radial configuration can undercut. In any of them a branch that delivers P and Q at the end that receives
 * loses r (P² + Q²)/V² there, and delivers at least the demand beyond it, since branches only take:
 *
 *   losses ≥ Σ r (P̂² + Q̂²)/V̂²      P̂, Q̂ demand beyond,  V̂ a voltage that no bus exceeds
 *
 * P̂ and Q̂ are flows that bring every node its demand. So the sum is at least that of the flow of least loss with
 * all undecided switches closed (loop-space.ts), which is the bound; what drops of voltage add is in bound-drop.ts. It
 * holds
 *
 * - with r, x ≥ 0 throughout, and P̂ ≥ 0 at every node, net of what is generated there;
 * - for the reactive part, Q̂ ≥ 0 at every node net of generators, capacitors and half the charging of all branches
 *   there; else this part is left out;
 * - with V̂ the highest voltage of a slack, where nothing can raise a voltage above it: no charging, capacitors,
 *   generators beside the slacks, nor transformers off their nominal ratio; else with V̂ the upper limit of the band,
 *   for configurations within it, and where none is set there is no bound.
 *
 * Risk is at least each node's demand times the smallest sum of probabilities on any way to it.
 *
 * Where loops may stay closed all of this holds too (P̂ then brings at least the demand, and for more demand the flow
 * of least loss loses no less: resistances between two nodes and the slacks are above 0), but for V̂: with loops through
 * lines of different r/x a voltage can rise above its neighbours, so that the limit of the band has to do.
 */
import type { OperatingPoint } from '../../powerflow';
import { type DropLoads, dropLoss } from './bound-drop';
import { loadModel, nodeEdges } from './load-model';
import type { ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import { positiveResistances, presentTree } from './starts';

export interface BoundLoads {
  /** Per node, per unit, not negative. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  /** Per edge: MW for a current of 1 per unit, times the weight of losses, above 0. */
  readonly r: Float64Array;
  /** To be taken off the loss of a meshed flow, for resistances that were raised above 0. */
  readonly less_mw: number;
  /** Least worth of risk, MW. */
  readonly risk_mw: number;
  /** What drops of voltage and the losses of losses add at least, MW (bound-drop.ts). */
  readonly drop_mw: number;
}

/** Undefined where the conditions do not hold. */
export function boundLoads(problem: ReconfigurationProblem): BoundLoads | undefined {
  const { grid, graph, settings } = problem;
  for (let k = 0; k < grid.branchCount; k++) {
    if (grid.branchUsable[k] === 1 && (grid.r_pu[k] < 0 || grid.x_pu[k] < 0)) return undefined;
  }
  const net = netLoads(problem);
  if (net.p.some((p) => p < 0)) return undefined;
  if (!settings.radial || net.raising || net.q.some((q) => q < 0)) net.lifted = true;
  const most = highestVoltage(problem, net.lifted);
  if (!Number.isFinite(most)) return undefined;
  const perUnit = (settings.loss_weight * grid.base_mva) / (most * most);
  const weighed = (z_pu: Float64Array): Float64Array =>
    Float64Array.from(graph.branch, (k) => perUnit * z_pu[k] * Math.min(1, grid.tap_ratio[k]) ** 2);
  const raw = weighed(grid.r_pu);
  const { r, floor, raised } = positiveResistances(raw);
  if (net.q.some((q) => q < 0)) net.q.fill(0);
  const behind_mw = settings.radial ? problem.demand_mw : net.p.map((p) => p * grid.base_mva);
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return {
    p: net.p,
    q: net.q,
    r,
    less_mw: raised * floor * (sum(net.p) ** 2 + sum(net.q) ** 2),
    drop_mw:
      net.lifted || !(perUnit > 0) ? 0 : drop(problem, { p: net.p, q: net.q, r: raw, x: weighed(grid.x_pu) }),
    risk_mw: settings.risk_weight === 0 ? 0 : settings.risk_weight * leastRisk(problem, behind_mw),
  };
}

function drop(problem: ReconfigurationProblem, loads: DropLoads): number {
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(presentTree(problem));
  return dropLoss(loads, tree, problem.settings.loss_weight * problem.grid.base_mva);
}

interface NetLoads {
  p: Float64Array;
  q: Float64Array;
  /** Whether something beside the slacks may raise voltages. */
  raising: boolean;
  lifted: boolean;
}

/** The least that each node takes, per unit, whatever the configuration and its voltages. */
function netLoads({ grid, graph, point, limits }: ReconfigurationProblem): NetLoads {
  const net: NetLoads = {
    p: new Float64Array(graph.nodeCount),
    q: new Float64Array(graph.nodeCount),
    raising: grid.tap_ratio.some((ratio) => ratio !== 1),
    lifted: false,
  };
  const feeds = (bus: number, p_mw: number, q_mvar: number): void => {
    const node = graph.nodeOfBus[bus];
    if (node < 1) return;
    net.p[node] -= p_mw / grid.base_mva;
    net.q[node] -= q_mvar / grid.base_mva;
    if (p_mw > 0 || q_mvar > 0) net.raising = true;
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

function highestVoltage({ grid, graph, point, limits }: ReconfigurationProblem, lifted: boolean): number {
  let most = 0;
  for (let g = 0; g < grid.generatorCount; g++) {
    if (grid.generatorUsable[g] === 1) most = Math.max(most, point.vm_set_pu[g]);
  }
  if (!lifted) return most;
  const held = new Set(
    grid.generatorBus.filter((_, g) => (grid.generatorUsable[g] & grid.holdsVoltage[g]) === 1),
  );
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (graph.nodeOfBus[bus] > 0 && !held.has(bus)) most = Math.max(most, limits.vm_max_pu[bus] + 1e-6);
  }
  return most;
}

/** Σ MW × smallest sum of probabilities to a node, MW (R. Bellman, doi 10.1090/qam/102435). */
function leastRisk({ graph, probability }: ReconfigurationProblem, behind_mw: Float64Array): number {
  const { a, b, nodeCount } = graph;
  const least = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  least[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let e = 0; e < a.length; e++) {
      const [u, v] = least[a[e]] < least[b[e]] ? [a[e], b[e]] : [b[e], a[e]];
      if (least[u] + probability[e] < least[v]) {
        least[v] = least[u] + probability[e];
        changed = true;
      }
    }
  }
  return behind_mw.reduce((sum, mw, v) => sum + (mw === 0 ? 0 : mw * least[v]), 0);
}
