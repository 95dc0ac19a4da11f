import { cumulative } from './distribution';

/**
 * The two-sample statistic of Kolmogorov and Smirnov: the largest distance of the two cumulative distributions. Looked at where the
 * new values jump and where the training distribution does (W. J. Conover, "Practical Nonparametric Statistics", 3rd ed., 6.3).
 */
export function largestDistance(quantiles: readonly number[], sorted: Float64Array): number {
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; ) {
    const x = sorted[i];
    let next = i;
    while (next < n && sorted[next] === x) next++;
    const reference = cumulative(quantiles, x);
    largest = Math.max(largest, Math.abs(next / n - reference), Math.abs(i / n - below(quantiles, x)));
    i = next;
  }
  return largest;
}

/** Share of training values below `x`: where several quantiles are alike, the step begins at the first. */
function below(quantiles: readonly number[], x: number): number {
  const first = quantiles.indexOf(x);
  return first < 0 ? cumulative(quantiles, x) : first / (quantiles.length - 1);
}

/**
 * How probable such a distance is without a drift: Q(λ) = 2 Σ (−1)^(j−1) e^(−2 j² λ²), λ = (√N + 0.12 + 0.11/√N) D, N = n m / (n + m)
 * (M. A. Stephens, J. R. Statist. Soc. B 32(1), 1970; W. H. Press et al., "Numerical Recipes", 3rd ed., 14.3.3).
 */
export function distanceProbability(distance: number, n: number, m: number): number {
  const root = Math.sqrt((n * m) / (n + m));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j++) {
    const term = Math.exp(-2 * j * j * lambda * lambda);
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-12) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
