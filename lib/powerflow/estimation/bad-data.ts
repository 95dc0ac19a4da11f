/**
 * Gross errors by the largest normalised residual (E. Handschin, F. C. Schweppe, J. Kohlas and A. Fiechter, 1975,
 * doi 10.1109/T-PAS.1975.31858; Abur and Gómez-Expósito, chapter 5). With the covariance of the residuals
 * Ω = R − H G⁻¹ Hᵀ, R = diag(σ²):
 *
 *   rᵢᴺ = |rᵢ| / √Ωᵢᵢ
 *
 * A measurement with Ωᵢᵢ = 0 is critical: its residual is 0 whatever its error. Leaving out i lowers J by (rᵢᴺ)², so where
 * (rᵢᴺ)² of another comes within 9 of the largest it explains the residuals as well. Of two correlated by ρ the wrong one
 * leads by more than that with a probability below 0.2 %, for any ρ: the lead of the right one over 2 r (r its expected
 * normalised residual) has the mean (1 − ρ) r and the variance 2 (1 − ρ), and ((1 − ρ) r + 4.5/r)/√(2 (1 − ρ)) ≥ 3.
 *
 * Where i is left out, its residual has the variance σᵢ² + vᵢ, vᵢ = (H G⁻¹ Hᵀ)ᵢᵢ without it, and to linear order |rᵢ| over its
 * root is what rᵢᴺ would be with i back (R. D. Cook and S. Weisberg, 1982, "Residuals and Influence in Regression",
 * section 2.2). From a state without the error that figure is right however large the error is, while rᵢᴺ with it comes from
 * a state that it has bent. So would the residuals of the others be, with cⱼ = Hⱼ G⁻¹ Hᵢᵀ:
 *
 *   rⱼ' = rⱼ − cⱼ rᵢ/(σᵢ² + vᵢ)      Ωⱼⱼ' = Ωⱼⱼ + cⱼ²/(σᵢ² + vᵢ)
 */
import { chiSquareQuantile, normalBound } from './chi-square';
import type { LeastSquares } from './least-squares';
import type { Row } from './rows';
import type { ChiSquareTest } from './types';

/** Share of σ² that the residual's variance has at least where a measurement is not critical. */
const CRITICAL = 1e-5;
const AS_GOOD = 9;
/** Where (rᵢᴺ)² is so large that 9 is less than rounding: this share of it. */
const AS_GOOD_SHARE = 1e-8;
/** With all errors as their sigmas say, one estimation in so many names a suspect. */
const FALSE_ALARM = 0.01;
/** The usual threshold, which a small number of measurements keeps. */
const LEAST_THRESHOLD = 3;
/** Suspects in one estimation. */
export const MOST_SUSPECTS = 100;
const CHI_SQUARE_LEVEL = 0.99;

export interface NormalizedResiduals {
  /** Variances of the residuals, 0 for critical rows; of a row that is left out σ² + v. */
  omega: Float64Array;
  /** Normalised residuals, NaN for critical rows and those left out. */
  normalized: Float64Array;
  /** Of those left out, what they would be with the row back; NaN for the others. */
  returning: Float64Array;
}

export function normalizedResiduals(
  { gain, weight, residual }: LeastSquares,
  rows: readonly Row[],
): NormalizedResiduals {
  const omega = new Float64Array(rows.length);
  gain.estimateVariances(omega);
  const normalized = new Float64Array(rows.length).fill(Number.NaN);
  const returning = normalized.slice();
  for (let r = 0; r < rows.length; r++) {
    const variance = rows[r].sigma ** 2;
    if (weight[r] === 0) {
      omega[r] = variance + Math.max(0, omega[r]);
      returning[r] = Math.abs(residual[r]) / Math.sqrt(omega[r]);
      continue;
    }
    omega[r] = variance - omega[r] > CRITICAL * variance ? variance - omega[r] : 0;
    if (omega[r] > 0) normalized[r] = Math.abs(residual[r]) / Math.sqrt(omega[r]);
  }
  return { omega, normalized, returning };
}

/** What so many normal variables all stay below, but for one case in a hundred. */
export function thresholdFor(rows: readonly Row[]): number {
  const count = rows.reduce((sum, { origin }) => sum + (origin >= 0 ? 1 : 0), 0);
  return Math.max(LEAST_THRESHOLD, normalBound(1 - FALSE_ALARM / Math.max(1, count)));
}

/** The measurement with the largest normalised residual above the threshold, by row; −1 where there is none. */
export function worstRow(
  rows: readonly Row[],
  { normalized }: NormalizedResiduals,
  threshold: number,
): number {
  let worst = -1;
  for (let r = 0; r < rows.length; r++) {
    if (rows[r].origin < 0 || !(normalized[r] > threshold)) continue;
    if (worst < 0 || normalized[r] > normalized[worst]) worst = r;
  }
  return worst;
}

/** The measurements that explain the residuals as well as one that is left out. */
export function alternativesTo(
  suspect: number,
  { gain, weight, residual, v }: LeastSquares,
  rows: readonly Row[],
  { omega, returning }: NormalizedResiduals,
): number[] {
  const direction = new Float64Array(2 * v.length);
  gain.influence(suspect, direction);
  const square = returning[suspect] ** 2;
  const least = square - Math.max(AS_GOOD, AS_GOOD_SHARE * square);
  const alternatives: number[] = [];
  for (let r = 0; r < rows.length; r++) {
    if (rows[r].origin < 0 || weight[r] === 0) continue;
    const shared = gain.along(r, direction);
    const variance = omega[r] + shared ** 2 / omega[suspect];
    if (!(variance > CRITICAL * rows[r].sigma ** 2)) continue;
    const off = residual[r] - (shared * residual[suspect]) / omega[suspect];
    if (off ** 2 / variance > least) alternatives.push(rows[r].origin);
  }
  return alternatives;
}

/** J against the quantile of χ² (Abur and Gómez-Expósito, chapter 5). */
export function chiSquareTest(
  { weight: own, residual, unknowns }: LeastSquares,
  weight = own,
): ChiSquareTest {
  let objective = 0;
  let used = 0;
  for (let r = 0; r < weight.length; r++) {
    objective += weight[r] * residual[r] ** 2;
    if (weight[r] > 0) used++;
  }
  const degrees_of_freedom = used - unknowns;
  if (degrees_of_freedom < 1) return { objective, degrees_of_freedom, limit: 0, passed: true };
  const limit = chiSquareQuantile(CHI_SQUARE_LEVEL, degrees_of_freedom);
  return { objective, degrees_of_freedom, limit, passed: objective <= limit };
}
