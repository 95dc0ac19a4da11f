import type { Grid } from '../../grid';
import type { NormalizedResiduals } from './bad-data';
import type { LeastSquares } from './least-squares';
import { type Row, unitOf } from './rows';
import type { MeasurementReport } from './types';

/** What became of each of so many measurements, in their own units. */
export function reportMeasurements(
  grid: Grid,
  count: number,
  { model, residual, weight }: LeastSquares,
  rows: readonly Row[],
  { omega, normalized }: NormalizedResiduals,
  threshold: number,
): MeasurementReport[] {
  const reports: MeasurementReport[] = Array.from({ length: count }, () => ({
    verdict: 'unused',
    estimate: Number.NaN,
    residual: Number.NaN,
    normalized_residual: Number.NaN,
    detectable_error: Number.NaN,
  }));
  for (const [r, { origin, quantity, element, sigma }] of rows.entries()) {
    if (origin < 0) continue;
    const unit = unitOf(grid, quantity, element);
    const verdict = weight[r] === 0 ? 'suspect' : omega[r] === 0 ? 'critical' : 'used';
    reports[origin] = {
      verdict,
      estimate: model.h[r] * unit,
      residual: residual[r] * unit,
      normalized_residual: normalized[r],
      // The b with b √Ω / σ² at the threshold.
      detectable_error:
        verdict === 'suspect' ? Number.NaN : (threshold * sigma ** 2 * unit) / Math.sqrt(omega[r]),
    };
  }
  return reports;
}
