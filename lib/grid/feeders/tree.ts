/** A tree's places in the order in which they joined it, each with the place that it hangs on. */
export interface Tree {
  readonly order: Int32Array;
  /** Position in `order`, −1 for what hangs on the root. */
  readonly parent: Int32Array;
}

/**
 * How much the way from the root counts beside the length of the new line: 0 would make the shortest tree, which winds,
 * and 1 the tree of shortest ways, which has no trunk (C. J. Alpert et al., "Prim–Dijkstra tradeoffs for improved
 * performance-driven routing tree design", IEEE Trans. CAD 14(7), 1995, doi 10.1109/43.391737).
 */
const DIRECTNESS = 0.3;

/** Joins all places to one feeder, of which a single line leads to the root. */
export function growTree(x: Float64Array, y: Float64Array, rootX: number, rootY: number): Tree {
  const size = x.length;
  const order = new Int32Array(size);
  const parent = new Int32Array(size);
  const way = new Float64Array(size);
  // Places that are left, each with its best way into the tree so far.
  const left = Int32Array.from(x, (_, i) => i);
  const cost = Float64Array.from(x, (_, i) => Math.hypot(x[i] - rootX, y[i] - rootY));
  const length = cost.slice();
  const via = new Int32Array(size).fill(-1);
  for (let joined = 0; joined < size; joined++) {
    const count = size - joined;
    let best = 0;
    for (let k = 1; k < count; k++) if (cost[left[k]] < cost[left[best]]) best = k;
    const i = left[best];
    left[best] = left[count - 1];
    order[joined] = i;
    parent[joined] = via[i];
    way[i] = (joined === 0 ? 0 : way[order[via[i]]]) + length[i];
    for (let k = 0; k < count - 1; k++) {
      const j = left[k];
      const distance = Math.hypot(x[i] - x[j], y[i] - y[j]);
      const total = distance + DIRECTNESS * way[i];
      // The root is left to the first.
      if (joined > 0 && total >= cost[j]) continue;
      cost[j] = total;
      length[j] = distance;
      via[j] = joined;
    }
  }
  return { order, parent };
}
