import type { Extremes } from '../documents';

/** Least, mean and greatest of the values that there are; null where there are none. */
export function extremesOf(values: readonly (number | null)[]): Extremes | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    count += 1;
    // The running mean does not grow with the length of the history, as a sum would.
    mean += (value - mean) / count;
  }
  return count === 0 ? null : { min, mean, max };
}
