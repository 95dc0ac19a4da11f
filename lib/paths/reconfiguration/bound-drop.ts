/**
 * What the drop of voltage and the losses that losses cause add to the lower bound of bound.ts, where nothing raises a
 * voltage above V̂ of the slacks. In a tree, with P̂, Q̂ the demand beyond a branch from node i to node j, φ = P̂² + Q̂², and
 * α, ε, β the sums of rP̂, xQ̂ and rQ̂ over the branches on the way to a node,
 *
 *   v_j ≤ V̂² − 2(α_j + ε_j)                                    v = V², DistFlow (M. E. Baran and F. F. Wu, doi 10.1109/61.25627)
 *   P ≥ P̂ + Σ rφ/V̂²  and  Q ≥ Q̂ + Σ xφ/V̂²  over the branches beyond
 *
 * so that Σ r(P² + Q²)/v is at least Σ rφ/V̂² + T/V̂⁴ with
 *
 *   T = 2 Σ rφ(α_i + α_j + ε_j) + 2 Σ xφβ_i
 *
 * T falls with every load, resistance and reactance. With loads of one ratio q = κp and branches of one ratio x = ρr that
 * are nowhere larger than the true ones it is 2(1 + κ²)(1 + ρκ) Σ p α² (P̂(α_j² − α_i²), summed by nodes), and by
 * Cauchy and Schwarz Σ pα² ≥ (Σ pα)²/Σp = (Σ rP̂²)²/Σp, which the flow of least loss in the meshed network undercuts.
 */
import { LoopSpace } from './loop-space';
import type { RadialTree } from './radial-tree';
import { positiveResistances } from './starts';

export interface DropLoads {
  /** Per node, per unit, not negative. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  /** Per edge, in the same measure: MW for a current of 1 per unit, not negative. */
  readonly r: Float64Array;
  readonly x: Float64Array;
}

/** Above so many loops one pair of ratios has to do. */
const MOST_LOOPS = 120;
/** Where ratios are tried: these shares of the load, or of the branches, have a smaller one. */
const SHARES = [0.1, 0.3, 0.5, 0.7];

/** MW. The tree is any of the graph; `per_unit_mw` is what a load of 1 per unit weighs. */
export function dropLoss(loads: DropLoads, tree: RadialTree, per_unit_mw: number): number {
  const ofRatios = (kappa: number, rho: number): number => lossOf(loads, tree, per_unit_mw, kappa, rho);
  if (tree.ties.length > MOST_LOOPS) return ofRatios(0, 0);
  const kappas = [0, ...quantiles(loads.q, loads.p)];
  const rhos = [0, ...quantiles(loads.x, loads.r)];
  const kappa = bestOf(kappas, (one) => ofRatios(one, rhos[2] ?? 0));
  const rho = bestOf(rhos, (one) => ofRatios(kappa, one));
  return Math.max(ofRatios(kappa, rho), ofRatios(0, 0));
}

function lossOf(
  { p, q, r, x }: DropLoads,
  tree: RadialTree,
  per_unit_mw: number,
  kappa: number,
  rho: number,
): number {
  const load = kappa === 0 ? p : p.map((of, node) => Math.min(of, q[node] / kappa));
  const total = load.reduce((sum, of) => sum + of, 0);
  if (total === 0) return 0;
  const series = rho === 0 ? r : r.map((of, e) => Math.min(of, x[e] / rho));
  const positive = positiveResistances(series);
  const space = new LoopSpace(tree.problem.graph, positive.r, tree);
  const flow = space.meshed(tree, load, new Float64Array(load.length));
  if (flow === undefined) return 0;
  const least = Math.max(0, flow.loss - positive.raised * positive.floor * total ** 2);
  return (2 * (1 + kappa * kappa) * (1 + rho * kappa) * least ** 2) / (total * per_unit_mw);
}

/** Ratios above / below, where below is above 0; those above 0 at the shares, each once. */
function quantiles(above: Float64Array, below: Float64Array): number[] {
  const places = [...below.keys()].filter((k) => below[k] > 0);
  const ratio = (k: number): number => above[k] / below[k];
  places.sort((a, b) => ratio(a) - ratio(b));
  const total = places.reduce((sum, k) => sum + below[k], 0);
  const found = new Set<number>();
  let sum = 0;
  let next = 0;
  for (const k of places) {
    sum += below[k];
    for (; next < SHARES.length && sum >= SHARES[next] * total; next++) if (ratio(k) > 0) found.add(ratio(k));
  }
  return [...found];
}

function bestOf(values: readonly number[], worth: (value: number) => number): number {
  const worths = values.map(worth);
  return values[worths.indexOf(Math.max(...worths))];
}
