/** The newest `limit` entries of a series: the oldest gives way. */
export class History<T> {
  private readonly ring: T[] = [];
  private oldest = 0;

  constructor(readonly limit: number) {}

  get size(): number {
    return this.ring.length;
  }

  push(entry: T): void {
    if (this.ring.length < this.limit) {
      this.ring.push(entry);
      return;
    }
    this.ring[this.oldest] = entry;
    this.oldest = (this.oldest + 1) % this.limit;
  }

  /** Puts another entry in the place of the newest. */
  replaceNewest(entry: T): void {
    if (this.ring.length === 0) this.push(entry);
    else this.ring[(this.oldest + this.ring.length - 1) % this.ring.length] = entry;
  }

  /** A copy, the oldest first. */
  entries(): T[] {
    return [...this.ring.slice(this.oldest), ...this.ring.slice(0, this.oldest)];
  }
}
