/** Sets that are joined and never parted (R. E. Tarjan, doi 10.1145/321879.321884). */
export class DisjointSets {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, k) => k);
  }

  find(member: number): number {
    const { parent } = this;
    let root = member;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /** False where both were joined before. */
  join(one: number, other: number): boolean {
    const [a, b] = [this.find(one), this.find(other)];
    this.parent[a] = b;
    return a !== b;
  }
}
