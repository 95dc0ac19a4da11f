/** Which branches may be open or closed where loops are allowed, and which sets of closed ones supply all. */
import { DisjointSets } from '../../../grid';
import { findBridges, type Joins } from '../../../powerflow';
import { liveOf, type ReconfigurationProblem } from '../problem';

export class MeshedSwitches {
  /** Branches that may be open or closed. */
  readonly free: Int32Array;
  /** Per free branch: its edge in the graph; −1 for one between two slacks. */
  readonly edge: Int32Array;
  /** Per branch: 1 where it is closed with all free ones closed. */
  readonly all: Uint8Array;
  /** Per branch: as at present, but for what has to stand otherwise. */
  readonly present: Uint8Array;
  private readonly joins: Joins;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly seen: Uint8Array;
  private readonly queue: Int32Array;

  constructor(private readonly problem: ReconfigurationProblem) {
    const { graph, grid, point, settings } = problem;
    const edges = [...graph.a.keys()].filter((e) => graph.kept[e] === 0);
    this.from = grid.from.map((bus) => graph.nodeOfBus[bus]);
    this.to = grid.to.map((bus) => graph.nodeOfBus[bus]);
    const locked = new Set(settings.locks.map(({ branch }) => branch));
    const between = [...grid.from.keys()].filter(
      (k) =>
        this.from[k] === 0 &&
        this.to[k] === 0 &&
        (grid.branchUsable[k] & grid.switchable[k]) === 1 &&
        settings.operations_left[k] > 0 &&
        !locked.has(k),
    );
    this.free = Int32Array.from([...edges.map((e) => graph.branch[e]), ...between]);
    this.edge = Int32Array.from([...edges, ...between.map(() => -1)]);
    this.all = liveOf(graph, new Uint8Array(graph.a.length).fill(1));
    for (const k of between) this.all[k] = 1;
    this.present = this.all.slice();
    for (const k of this.free) this.present[k] = point.live[k];
    this.joins = this.join();
    this.seen = new Uint8Array(graph.nodeCount);
    this.queue = new Int32Array(graph.nodeCount);
  }

  /** Whether every node is joined to a slack. */
  supply(live: Uint8Array): boolean {
    const { seen, queue } = this;
    const { start, branch, neighbour } = this.joins;
    seen.fill(0);
    seen[0] = 1;
    queue[0] = 0;
    let end = 1;
    for (let read = 0; read < end; read++) {
      const node = queue[read];
      for (let at = start[node]; at < start[node + 1]; at++) {
        const next = neighbour[at];
        if (seen[next] === 1 || live[branch[at]] === 0) continue;
        seen[next] = 1;
        queue[end++] = next;
      }
    }
    return end === seen.length;
  }

  /** Per branch: 1 where what it joins to the slacks would lose them without it. */
  bridges(live: Uint8Array): Uint8Array {
    return findBridges(this.joins, live);
  }

  /** The present switching, with closed what it takes to supply all, by rising resistance. */
  start(): Uint8Array {
    const { grid, graph } = this.problem;
    const live = this.present.slice();
    const sets = new DisjointSets(graph.nodeCount);
    for (let k = 0; k < live.length; k++) {
      if (live[k] === 1 && this.from[k] >= 0 && this.to[k] >= 0) sets.join(this.from[k], this.to[k]);
    }
    for (const k of [...this.free].sort((a, b) => grid.r_pu[a] - grid.r_pu[b] || a - b)) {
      if (live[k] === 0 && sets.join(this.from[k], this.to[k])) live[k] = 1;
    }
    return live;
  }

  private join(): Joins {
    const { from, to, all } = this;
    const { point, grid } = this.problem;
    // What is closed now and has to open is a way as long as it is closed.
    const mayBeClosed = (k: number): boolean => all[k] === 1 || (point.live[k] & grid.branchUsable[k]) === 1;
    const inside = [...all.keys()].filter((k) => mayBeClosed(k) && from[k] >= 0 && to[k] >= 0);
    const start = new Int32Array(this.problem.graph.nodeCount + 1);
    for (const k of inside) {
      start[from[k] + 1]++;
      start[to[k] + 1]++;
    }
    for (let node = 1; node < start.length; node++) start[node] += start[node - 1];
    const next = start.slice();
    const branch = new Int32Array(2 * inside.length);
    const neighbour = new Int32Array(2 * inside.length);
    for (const k of inside) {
      branch[next[from[k]]] = k;
      neighbour[next[from[k]]++] = to[k];
      branch[next[to[k]]] = k;
      neighbour[next[to[k]]++] = from[k];
    }
    return { start, branch, neighbour };
  }
}
