import type { NodeRoutes, SnapshotEdge } from '../../contract';
import { gridError } from '../../errors';
import type { HighestRisk, NodeDocument } from '../documents';
import type { Tick } from '../tick';

/** One node with its edges, path and risk, and its routes if given; UNKNOWN_ELEMENT where the grid has no such node. */
export function nodeDocument(tick: Tick, id: string, routes?: NodeRoutes): NodeDocument {
  // Looking through a grid of 10,000 nodes costs less than an index of it would, which few ticks are asked for.
  const { nodes, edges: all, optimization } = tick.snapshot;
  const node = nodes.find((candidate) => candidate.id === id);
  if (node === undefined) {
    throw gridError('UNKNOWN_ELEMENT', {
      at: 'node id',
      got: id,
      allowed: `an id among the nodes of grid "${tick.head.grid_id}"`,
      remedy: 'GET grid/state lists them',
    });
  }
  const edges = all.filter(({ from, to }) => from === id || to === id);
  const path = optimization?.paths.find((candidate) => candidate.node === id) ?? null;
  return {
    ...tick.head,
    node,
    edges,
    path,
    // Without a path (a generator, or no optimisation yet) the solved flow says whether a generator reaches it.
    reachable: path?.reachable ?? node.energized,
    highest_risk: highestRisk(edges),
    ...routes,
  };
}

function highestRisk(edges: readonly SnapshotEdge[]): HighestRisk | null {
  let highest: HighestRisk | null = null;
  for (const { id, risk } of edges) {
    if (
      risk !== undefined &&
      !(highest !== null && highest.failure_probability >= risk.failure_probability)
    ) {
      highest = { edge: id, ...risk };
    }
  }
  return highest;
}
