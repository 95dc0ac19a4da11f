/** A radial configuration as a rooted tree that is walked again and again under other loads. */
import type { NodeEdges, SwitchGraph } from '../../reconfiguration';

export class Candidate {
  /** Nodes from the root on, and for each place the node before it on its way and the edge between. */
  readonly order: Int32Array;
  readonly parent: Int32Array;
  readonly over: Int32Array;

  /** `closed` per edge of the graph; undefined is given by `candidateOf` where that is no spanning tree. */
  private constructor(
    readonly closed: Uint8Array,
    nodeCount: number,
  ) {
    this.order = new Int32Array(nodeCount);
    this.parent = new Int32Array(nodeCount);
    this.over = new Int32Array(nodeCount);
  }

  static of(graph: SwitchGraph, incidence: NodeEdges, closed: Uint8Array): Candidate | undefined {
    const candidate = new Candidate(closed, graph.nodeCount);
    const { order, parent, over } = candidate;
    const { start, edge, other } = incidence;
    parent.fill(-1);
    parent[0] = 0;
    let end = 1;
    let edges = 0;
    for (let e = 0; e < closed.length; e++) edges += closed[e];
    if (edges !== graph.nodeCount - 1) return undefined;
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
    return end === graph.nodeCount ? candidate : undefined;
  }
}
