import type { Grid } from '../../grid';
import type { NormalizedResiduals } from './bad-data';
import type { LeastSquares } from './least-squares';
import { inOwnUnit, type Row, residualInOwnUnit } from './rows';
import type { Measurement, MeasurementReport } from './types';

/** What became of each measurement, in its own unit. */
export function reportMeasurements(
  grid: Grid,
  measurements: readonly Measurement[],
  { model, residual, weight }: LeastSquares,
  rows: readonly Row[],
  { omega, normalized }: NormalizedResiduals,
  threshold: number,
): MeasurementReport[] {
  const reports: MeasurementReport[] = measurements.map(({ value }) => ({
    verdict: 'unused',
    // Nothing flows in an open branch, and a bus that none reaches has no voltage.
    estimate: 0,
    residual: value,
    normalized_residual: Number.NaN,
    detectable_error: Number.NaN,
  }));
  for (const [r, row] of rows.entries()) {
    if (row.origin < 0) continue;
    const { sigma, unit } = row;
    const verdict = weight[r] === 0 ? 'suspect' : omega[r] === 0 ? 'critical' : 'used';
    reports[row.origin] = {
      verdict,
      estimate: inOwnUnit(grid, row, model.h[r]),
      residual: residualInOwnUnit(grid, row, model.h[r], residual[r]),
      normalized_residual: normalized[r],
      // The b with b √Ω / σ² at the threshold.
      detectable_error:
        verdict === 'suspect' ? Number.NaN : (threshold * sigma ** 2 * unit) / Math.sqrt(omega[r]),
    };
  }
  return reports;
}
