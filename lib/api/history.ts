/** The newest `limit` entries of a series: the oldest gives way. */
export class History<T> {
  private readonly ring: T[] = [];
  private oldest = 0;
  /** Entries that were ever put in: the newest is number `pushed - 1`. */
  pushed = 0;

  constructor(readonly limit: number) {}

  get size(): number {
    return this.ring.length;
  }

  push(entry: T): void {
    this.pushed += 1;
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

  /** Number of the oldest that is kept. */
  get first(): number {
    return this.pushed - this.ring.length;
  }

  /** A copy of `count` entries from that number on, the oldest first; what is no longer kept is left out. */
  from(number: number, count: number): T[] {
    const start = Math.max(0, number - this.first);
    const end = Math.min(this.ring.length, start + count);
    return Array.from(
      { length: Math.max(0, end - start) },
      (_, i) => this.ring[(this.oldest + start + i) % this.ring.length]!,
    );
  }

  /** A copy, the oldest first. */
  entries(): T[] {
    return [...this.ring.slice(this.oldest), ...this.ring.slice(0, this.oldest)];
  }
}
