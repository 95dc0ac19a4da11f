import type { Dataset } from '../dataset';
import { solvePositiveDefinite } from '../positive-definite';

/** A linear yardstick: weights of standardised features. */
export interface LogisticRegression {
  mean: Float64Array;
  deviation: Float64Array;
  /** Of each feature; the intercept is the last. */
  weights: Float64Array;
}

const RIDGE = 1;
const MOST_STEPS = 50;
const SETTLED = 1e-9;

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares; T. Hastie, R. Tibshirani and J. Friedman, "The
 * Elements of Statistical Learning", 2nd ed., 4.4.1): w ← w − (XᵀSX + λ)⁻¹ (Xᵀ(p − y) + λw), S = diag(p (1 − p)), λ = 1, the
 * intercept without penalty. Features are standardised; a missing value counts as the mean.
 */
export function fitLogistic(data: Dataset): LogisticRegression {
  const width = data.feature_count;
  const model: LogisticRegression = { ...moments(data), weights: new Float64Array(width + 1) };
  const x = new Float64Array(width + 1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = model.weights.map((w, j) => (j < width ? RIDGE * w : 0));
    const hessian = Array.from({ length: width + 1 }, (_, j) =>
      new Float64Array(width + 1).fill(0).map((_v, k) => (j === k && j < width ? RIDGE : 0)),
    );
    for (let row = 0; row < data.labels.length; row++) {
      standardise(model, data.rows, row, x);
      const p = sigmoidOf(model.weights, x);
      const s = Math.max(p * (1 - p), 1e-12);
      for (let j = 0; j <= width; j++) {
        gradient[j] += (p - data.labels[row]) * x[j];
        for (let k = 0; k <= j; k++) hessian[j][k] += s * x[j] * x[k];
      }
    }
    const move = solvePositiveDefinite(hessian, gradient);
    for (let j = 0; j <= width; j++) model.weights[j] -= move[j];
    if (move.every((value) => Math.abs(value) < SETTLED)) break;
  }
  return model;
}

export function logisticProbability(model: LogisticRegression, rows: ArrayLike<number>): Float64Array {
  const x = new Float64Array(model.weights.length);
  return Float64Array.from({ length: rows.length / model.mean.length }, (_, row) => {
    standardise(model, rows, row, x);
    return sigmoidOf(model.weights, x);
  });
}

function moments({ feature_count, rows }: Dataset): Pick<LogisticRegression, 'mean' | 'deviation'> {
  const mean = new Float64Array(feature_count);
  const deviation = new Float64Array(feature_count);
  for (let j = 0; j < feature_count; j++) {
    let [count, sum, squares] = [0, 0, 0];
    for (let at = j; at < rows.length; at += feature_count) {
      if (Number.isNaN(rows[at])) continue;
      count++;
      sum += rows[at];
      squares += rows[at] ** 2;
    }
    mean[j] = count > 0 ? sum / count : 0;
    deviation[j] = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean[j] ** 2)) || 1;
  }
  return { mean, deviation };
}

function standardise(
  { mean, deviation }: LogisticRegression,
  rows: ArrayLike<number>,
  row: number,
  x: Float64Array,
) {
  const width = mean.length;
  for (let j = 0; j < width; j++) {
    const value = rows[row * width + j];
    x[j] = Number.isNaN(value) ? 0 : (value - mean[j]) / deviation[j];
  }
  x[width] = 1;
}

function sigmoidOf(weights: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += weights[j] * x[j];
  return 1 / (1 + Math.exp(-sum));
}
