/** Known configurations where some of their branches are not available. */
import { Random } from '../../../random';
import {
  type LoadModel,
  LocalSearch,
  RadialTree,
  type ReconfigurationProblem,
  type SwitchGraph,
  spanningTree,
} from '../../reconfiguration';
import { type Candidate, candidateOf } from './candidate';

/**
 * The configurations of the library as trees of this problem's graph, each once. One that has closed what may not be
 * closed is completed by other branches to a tree, and improved by branch exchange.
 */
export function repaired(
  problem: ReconfigurationProblem,
  loads: LoadModel,
  library: readonly Uint8Array[],
): Candidate[] {
  const { graph } = problem;
  const descent = new LocalSearch(new Random(1));
  const byPrint = new Map<string, Candidate>();
  for (const live of library) {
    const closed = nearestTree(graph, live);
    if (closed.some((on, e) => on !== live[graph.branch[e]])) {
      const tree = new RadialTree(problem, loads);
      tree.set(closed);
      descent.descend(tree, tree.cost());
      closed.set(tree.closed);
    }
    const candidate = candidateOf(graph, loads.incidence, closed);
    if (candidate !== undefined) byPrint.set(closed.join(''), candidate);
  }
  return [...byPrint.values()];
}

/** A spanning tree of as many branches as possible that are closed in this configuration, then by resistance. */
export function nearestTree(graph: SwitchGraph, live: Uint8Array): Uint8Array {
  const { branch, grid } = graph;
  const order = Array.from(branch, (_, e) => e).sort(
    (e, f) => live[branch[f]] - live[branch[e]] || grid.r_pu[branch[e]] - grid.r_pu[branch[f]] || e - f,
  );
  return spanningTree(graph, order);
}
