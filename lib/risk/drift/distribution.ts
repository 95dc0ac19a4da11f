import type { Dataset } from '../dataset';

/** How the rows that a model was trained on are distributed, as its card keeps it. */
export interface TrainingDistribution {
  /** Rows that the quantiles are of. */
  rows: number;
  /** Of each feature, in the order of a row: the 101 values at 0, 1, …, 100 %. */
  quantiles: number[][];
}

export const QUANTILES = 101;

/** The distribution of each feature; missing values are left out. */
export function distributionOf({
  rows,
  feature_count,
}: Pick<Dataset, 'rows' | 'feature_count'>): TrainingDistribution {
  const count = rows.length / feature_count;
  const quantiles = Array.from({ length: feature_count }, (_, column) => {
    const values = Float64Array.from({ length: count }, (_v, row) => rows[row * feature_count + column])
      .filter((value) => !Number.isNaN(value))
      .sort();
    return Array.from({ length: QUANTILES }, (_q, k) =>
      short(values.length === 0 ? 0 : values[Math.round((k / (QUANTILES - 1)) * (values.length - 1))]),
    );
  });
  return { rows: count, quantiles };
}

/** Share of training values below or at `x`, linear between the quantiles; several quantiles alike are a step. */
export function cumulative(quantiles: readonly number[], x: number): number {
  const last = quantiles.length - 1;
  if (x < quantiles[0]) return 0;
  if (x >= quantiles[last]) return 1;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quantiles[middle] <= x) low = middle;
    else high = middle;
  }
  return (low + (x - quantiles[low]) / (quantiles[high] - quantiles[low])) / last;
}

/** Six digits are finer than the quantiles themselves, and short in a card. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
