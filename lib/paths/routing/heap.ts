/**
 * A binary heap of buses with the cheapest on top; equal costs come in the order of the bus index, so that the
 * order is the same on every machine. Each bus stands in it once: `push` of a bus that is there moves it up.
 * Fixed memory; `cost` is read from the caller's array.
 */
export class BusHeap {
  size = 0;
  private readonly heap: Int32Array;
  private readonly place: Int32Array;

  constructor(
    busCount: number,
    private readonly cost: Float64Array,
  ) {
    this.heap = new Int32Array(busCount);
    this.place = new Int32Array(busCount).fill(-1);
  }

  /** Adds the bus, or moves it up after its cost fell. */
  push(bus: number): void {
    const known = this.place[bus];
    this.rise(known >= 0 ? known : this.size++, bus);
  }

  /** Takes the cheapest bus; the heap must not be empty. */
  pop(): number {
    const top = this.heap[0];
    this.place[top] = -1;
    const last = this.heap[--this.size];
    if (this.size > 0) this.sink(last);
    return top;
  }

  /** Empties the heap, in the time of what is in it. */
  clear(): void {
    for (let at = 0; at < this.size; at++) this.place[this.heap[at]] = -1;
    this.size = 0;
  }

  private rise(from: number, bus: number): void {
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.heap[parent];
      if (!this.before(bus, above)) break;
      this.put(hole, above);
      hole = parent;
    }
    this.put(hole, bus);
  }

  private sink(bus: number): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.before(this.heap[child + 1], this.heap[child])) child++;
      const below = this.heap[child];
      if (!this.before(below, bus)) break;
      this.put(hole, below);
      hole = child;
    }
    this.put(hole, bus);
  }

  private put(place: number, bus: number): void {
    this.heap[place] = bus;
    this.place[bus] = place;
  }

  private before(a: number, b: number): boolean {
    const difference = this.cost[a] - this.cost[b];
    return difference < 0 || (difference === 0 && a < b);
  }
}
