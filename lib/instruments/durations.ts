/** Upper bounds of the buckets, seconds; longer durations are counted in the total alone. */
export const DURATION_BOUNDS_S: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** How long something took, as a histogram of fixed size however often it happens. */
export class Durations {
  private readonly buckets = new Float64Array(DURATION_BOUNDS_S.length);
  count = 0;
  sum_s = 0;

  record(seconds: number): void {
    this.count += 1;
    this.sum_s += seconds;
    const bucket = DURATION_BOUNDS_S.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.buckets[bucket]! += 1;
  }

  /** How many took at most each of the bounds. */
  cumulative(): number[] {
    let below = 0;
    return Array.from(this.buckets, (count) => {
      below += count;
      return below;
    });
  }
}
