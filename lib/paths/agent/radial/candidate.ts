/** A radial configuration as a rooted tree that is walked again and again under other loads. */
import { growTree, type NodeEdges, type RootedTree, type SwitchGraph } from '../../reconfiguration';

export interface Candidate extends RootedTree {
  /** Per edge of the graph. */
  readonly closed: Uint8Array;
}

/** Undefined where the closed edges are no spanning tree. */
export function candidateOf(
  { nodeCount }: SwitchGraph,
  incidence: NodeEdges,
  closed: Uint8Array,
): Candidate | undefined {
  const edges = closed.reduce((sum, on) => sum + on, 0);
  if (edges !== nodeCount - 1) return undefined;
  const nodes = () => new Int32Array(nodeCount);
  const candidate = { closed, order: nodes(), parent: nodes(), over: nodes() };
  return growTree(incidence, closed, candidate) === nodeCount ? candidate : undefined;
}
