import type { NodeEdges } from './load-model';

/** A tree as its nodes from the root on, and for each node the one before it and the edge between. */
export interface RootedTree {
  readonly order: Int32Array;
  readonly parent: Int32Array;
  readonly over: Int32Array;
}

/** Breadth first from node 0 over closed edges, into arrays of one place a node; how many nodes it reaches. */
export function growTree(
  { start, edge, other }: NodeEdges,
  closed: Uint8Array,
  { order, parent, over }: RootedTree,
): number {
  parent.fill(-1);
  parent[0] = 0;
  over[0] = -1;
  order[0] = 0;
  let end = 1;
  for (let read = 0; read < end; read++) {
    const v = order[read];
    for (let i = start[v]; i < start[v + 1]; i++) {
      const u = other[i];
      if (closed[edge[i]] === 0 || parent[u] >= 0) continue;
      parent[u] = v;
      over[u] = edge[i];
      order[end++] = u;
    }
  }
  return end;
}
