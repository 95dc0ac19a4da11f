import type { Grid } from '../grid';

/** The usable branches at each bus, and the bus at their other end: those of bus i from `start[i]` on. */
export class Adjacency {
  readonly start: Int32Array;
  readonly branch: Int32Array;
  readonly neighbour: Int32Array;

  constructor({ busCount, branchCount, branchUsable, from, to }: Grid) {
    this.start = new Int32Array(busCount + 1);
    for (let k = 0; k < branchCount; k++) {
      if (branchUsable[k] === 0) continue;
      this.start[from[k] + 1]++;
      this.start[to[k] + 1]++;
    }
    for (let i = 0; i < busCount; i++) this.start[i + 1] += this.start[i];
    const fill = this.start.slice(0, busCount);
    this.branch = new Int32Array(this.start[busCount]);
    this.neighbour = new Int32Array(this.start[busCount]);
    const enter = (bus: number, neighbour: number, k: number): void => {
      this.branch[fill[bus]] = k;
      this.neighbour[fill[bus]++] = neighbour;
    };
    for (let k = 0; k < branchCount; k++) {
      if (branchUsable[k] === 0) continue;
      enter(from[k], to[k], k);
      enter(to[k], from[k], k);
    }
  }
}
