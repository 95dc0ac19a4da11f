import type { Grid } from '../grid';
import { Adjacency } from './adjacency';

/** The branches at each bus, those of bus i from `start[i]` on, and the bus at the other end of each. */
export interface Joins {
  readonly start: Int32Array;
  readonly branch: Int32Array;
  readonly neighbour: Int32Array;
}

/**
 * Marks the bridges among the live branches: those whose outage cuts their part of the grid in two (R. E. Tarjan,
 * 1974, doi 10.1016/0020-0190(74)90003-9). Depth first without recursion, so that a long feeder does not overflow
 * the stack; parallel branches are no bridges. One pass over buses and branches.
 */
export function findBridges({ start, branch, neighbour }: Joins, live: Uint8Array): Uint8Array {
  const busCount = start.length - 1;
  const bridge = new Uint8Array(live.length);
  const visit = new Int32Array(busCount).fill(-1);
  /** The earliest visit that a bus or what hangs on it reaches other than over the branch it was reached by. */
  const low = new Int32Array(busCount);
  const arrival = new Int32Array(busCount).fill(-1);
  const cursor = start.slice(0, busCount);
  const stack = new Int32Array(busCount);
  let visited = 0;
  for (let root = 0; root < busCount; root++) {
    if (visit[root] >= 0) continue;
    let depth = 0;
    stack[0] = root;
    visit[root] = low[root] = visited++;
    while (depth >= 0) {
      const here = stack[depth];
      if (cursor[here] < start[here + 1]) {
        const at = cursor[here]++;
        const k = branch[at];
        if (live[k] === 0 || k === arrival[here]) continue;
        const next = neighbour[at];
        if (visit[next] >= 0) low[here] = Math.min(low[here], visit[next]);
        else {
          visit[next] = low[next] = visited++;
          arrival[next] = k;
          stack[++depth] = next;
        }
      } else if (--depth >= 0) {
        const above = stack[depth];
        low[above] = Math.min(low[above], low[here]);
        if (low[here] > visit[above]) bridge[arrival[here]] = 1;
      }
    }
  }
  return bridge;
}

/** Those of a grid. */
export function bridgesOf(grid: Grid, live: Uint8Array): Uint8Array {
  return findBridges(new Adjacency(grid), live);
}
