/** The loop that an open edge closes in a tree: the nodes on the ways up from its two ends to where these meet. */
export class TreeLoop {
  readonly sideA: Int32Array;
  readonly sideB: Int32Array;
  countA = 0;
  countB = 0;
  private readonly stamp: Int32Array;
  private stamped = 0;

  constructor(nodeCount: number) {
    this.sideA = new Int32Array(nodeCount);
    this.sideB = new Int32Array(nodeCount);
    this.stamp = new Int32Array(nodeCount);
  }

  /** Climbs from both ends until the ways meet; node 0 is the root. */
  walk(endA: number, endB: number, parent: Int32Array): void {
    const { stamp, sideA, sideB } = this;
    const mark = ++this.stamped;
    let x = endA;
    let y = endB;
    let a = 0;
    let b = 0;
    stamp[x] = mark;
    stamp[y] = mark;
    let meet = -1;
    while (meet < 0) {
      if (x !== 0) {
        sideA[a++] = x;
        x = parent[x];
        if (stamp[x] === mark) meet = x;
        stamp[x] = mark;
      }
      if (meet < 0 && y !== 0) {
        sideB[b++] = y;
        y = parent[y];
        if (stamp[y] === mark) meet = y;
        stamp[y] = mark;
      }
    }
    this.countA = upTo(sideA, a, meet);
    this.countB = upTo(sideB, b, meet);
  }

  /** Whether a node was met: all of the loop's but the highest are on one of its sides. */
  met(node: number): boolean {
    return this.stamp[node] === this.stamped;
  }
}

/** One of the two may have climbed beyond the node where the ways meet. */
function upTo(side: Int32Array, count: number, meet: number): number {
  for (let i = 0; i < count; i++) if (side[i] === meet) return i;
  return count;
}
