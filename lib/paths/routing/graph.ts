import { MultiUndirectedGraph } from 'graphology';
import type { Grid } from '../../grid';

/** A grid as a graphology graph: a node for each bus and an edge for each branch, under their own ids. */
export type SupplyGraph = MultiUndirectedGraph<{ index: number }, { index: number }>;

/** Parallel branches stay apart, so the graph is a multigraph; switch positions are not part of it. */
export function supplyGraph(grid: Grid): SupplyGraph {
  const { buses, branches } = grid.network;
  const graph: SupplyGraph = new MultiUndirectedGraph({ allowSelfLoops: false });
  for (const [index, bus] of buses.entries()) graph.addNode(bus.id, { index });
  for (const [index, branch] of branches.entries()) {
    graph.addEdgeWithKey(branch.id, branch.from, branch.to, { index });
  }
  return graph;
}

/**
 * The graph as flat arrays, for loops: the branches at bus b are `branch[start[b]]` up to `branch[start[b + 1] - 1]`,
 * in ascending order, and `neighbour` is the bus at the other end of each.
 */
export interface Incidence {
  /** busCount + 1. */
  readonly start: Int32Array;
  /** 2 × branchCount. */
  readonly branch: Int32Array;
  readonly neighbour: Int32Array;
}

export function incidenceOf(graph: SupplyGraph): Incidence {
  const start = new Int32Array(graph.order + 1);
  graph.forEachEdge((_edge, _attributes, _source, _target, source, target) => {
    start[source.index + 1]++;
    start[target.index + 1]++;
  });
  for (let bus = 0; bus < graph.order; bus++) start[bus + 1] += start[bus];
  const next = start.slice();
  const branch = new Int32Array(2 * graph.size);
  const neighbour = new Int32Array(2 * graph.size);
  graph.forEachEdge((_edge, { index }, _source, _target, source, target) => {
    const atSource = next[source.index]++;
    branch[atSource] = index;
    neighbour[atSource] = target.index;
    const atTarget = next[target.index]++;
    branch[atTarget] = index;
    neighbour[atTarget] = source.index;
  });
  return { start, branch, neighbour };
}
