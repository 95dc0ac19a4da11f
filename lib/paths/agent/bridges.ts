import type { Incidence } from '../routing';

/**
 * Finds the bridges among the live branches: those whose opening would cut their part of the grid in two (R. E.
 * Tarjan, 1974, doi:10.1016/0020-0190(74)90003-9). Depth-first without recursion, so that a long feeder does not
 * overflow the stack; parallel branches are no bridges. One pass over buses and branches; 1 marks a bridge.
 */
export function findBridges(incidence: Incidence, live: Uint8Array): Uint8Array {
  const { start, branch, neighbour } = incidence;
  const busCount = start.length - 1;
  const bridge = new Uint8Array(live.length);
  const order = new Int32Array(busCount).fill(-1);
  const low = new Int32Array(busCount);
  const arrival = new Int32Array(busCount).fill(-1);
  const cursor = start.slice(0, busCount);
  const stack = new Int32Array(busCount);
  let visited = 0;
  for (let root = 0; root < busCount; root++) {
    if (order[root] !== -1) continue;
    let depth = 0;
    stack[0] = root;
    order[root] = low[root] = visited++;
    while (depth >= 0) {
      const here = stack[depth];
      const at = cursor[here]++;
      if (at < start[here + 1]) {
        const over = branch[at];
        const next = neighbour[at];
        if (live[over] === 0 || over === arrival[here]) continue;
        if (order[next] === -1) {
          order[next] = low[next] = visited++;
          arrival[next] = over;
          stack[++depth] = next;
        } else if (order[next] < low[here]) low[here] = order[next];
      } else if (--depth >= 0) {
        const above = stack[depth];
        if (low[here] < low[above]) low[above] = low[here];
        if (low[here] > order[above]) bridge[arrival[here]] = 1;
      }
    }
  }
  return bridge;
}
