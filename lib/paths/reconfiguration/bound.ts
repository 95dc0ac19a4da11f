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
 * - with V̂ the highest voltage of a slack where Q̂ ≥ 0 too, as no branch then raises a voltage. Where nodes feed in N on
 *   balance, a branch carries at most that backwards and raises V² by 2xN: V̂² has 2N Σx more;
 * - elsewhere, with transformers off their nominal ratio and with voltages held beside the slacks, with V̂ the upper
 *   limit of the band. Charging and capacitors are counted at that limit as well, so that this and they need a
 *   configuration within the band; where none is set there is no bound.
 *
 * Risk is at least each node's demand times the smallest sum of probabilities on any way to it.
 *
 * Where loops may stay closed all of this holds too (P̂ then brings at least the demand, and for more demand the flow
 * of least loss loses no less: resistances between two nodes and the slacks are above 0), but for V̂: with loops through
 * lines of different r/x a voltage can rise above its neighbours, so that the limit of the band has to do.
 */
import { type DropLoads, dropLoss } from './bound-drop';
import { highestVoltage, netLoads } from './bound-net';
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
  const fedIn = net.q.reduce((sum, q) => sum + Math.max(0, -q), 0);
  const most = highestVoltage(problem, fedIn);
  if (!Number.isFinite(most.vm_pu)) return undefined;
  const perUnit = (settings.loss_weight * grid.base_mva) / (most.vm_pu * most.vm_pu);
  const weighed = (z_pu: Float64Array): Float64Array =>
    Float64Array.from(graph.branch, (k) => perUnit * z_pu[k] * Math.min(1, grid.tap_ratio[k]) ** 2);
  const raw = weighed(grid.r_pu);
  const { r, floor, raised } = positiveResistances(raw);
  if (fedIn > 0) net.q.fill(0);
  const behind_mw = settings.radial ? problem.demand_mw : net.p.map((p) => p * grid.base_mva);
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return {
    p: net.p,
    q: net.q,
    r,
    less_mw: raised * floor * (sum(net.p) ** 2 + sum(net.q) ** 2),
    drop_mw:
      most.falls && perUnit > 0 ? drop(problem, { p: net.p, q: net.q, r: raw, x: weighed(grid.x_pu) }) : 0,
    risk_mw: settings.risk_weight === 0 ? 0 : settings.risk_weight * leastRisk(problem, behind_mw),
  };
}

function drop(problem: ReconfigurationProblem, loads: DropLoads): number {
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(presentTree(problem));
  return dropLoss(loads, tree, problem.settings.loss_weight * problem.grid.base_mva);
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
