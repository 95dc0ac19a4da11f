/** Keeps the solution finite where the matrix is singular but for rounding. */
const LEAST_PIVOT = 1e-12;

/**
 * H x = b by Cholesky's decomposition, H symmetric and positive definite: its lower half counts, and is overwritten.
 * @returns x
 */
export function solvePositiveDefinite(h: readonly Float64Array[], b: Float64Array): Float64Array {
  const size = b.length;
  const x = b.slice();
  for (let k = 0; k < size; k++) {
    for (let j = 0; j <= k; j++) {
      let sum = h[k]![j]!;
      for (let i = 0; i < j; i++) sum -= h[k]![i]! * h[j]![i]!;
      h[k]![j] = k === j ? Math.sqrt(Math.max(sum, LEAST_PIVOT)) : sum / h[j]![j]!;
    }
    for (let j = 0; j < k; j++) x[k]! -= h[k]![j]! * x[j]!;
    x[k]! /= h[k]![k]!;
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) x[k]! -= h[j]![k]! * x[j]!;
    x[k]! /= h[k]![k]!;
  }
  return x;
}
