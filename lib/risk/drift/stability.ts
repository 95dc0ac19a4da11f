import { cumulative } from './distribution';

/** Groups of the population stability index: tenths of the training rows. */
const GROUPS = 10;

/**
 * The population stability index of values against the training distribution: Σ (a − e) ln(a / e) over groups, e the share of training
 * rows and a that of these values (N. Siddiqi, "Credit Risk Scorecards", 2006; below 0.1 little, above 0.25 much). Groups end at the
 * deciles of training; where deciles are alike their groups are one. Half a value is added to each share, so that an empty
 * group stays finite.
 */
export function stabilityIndex(quantiles: readonly number[], sorted: Float64Array): number {
  const ends = new Set<number>();
  for (let k = 1; k < GROUPS; k++) ends.add(quantiles[(k * (quantiles.length - 1)) / GROUPS]);
  let [index, before, expectedBefore] = [0, 0, 0];
  for (const end of [...ends, Number.POSITIVE_INFINITY]) {
    const until = end === Number.POSITIVE_INFINITY ? sorted.length : countUpTo(sorted, end);
    const expectedUntil = end === Number.POSITIVE_INFINITY ? 1 : cumulative(quantiles, end);
    const expected = expectedUntil - expectedBefore;
    const actual = (until - before + 0.5) / (sorted.length + 0.5 * (ends.size + 1));
    if (expected > 0) index += (actual - expected) * Math.log(actual / expected);
    before = until;
    expectedBefore = expectedUntil;
  }
  return index;
}

/** Values not above `x`. */
function countUpTo(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
