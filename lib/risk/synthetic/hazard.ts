import type { SensorReadings } from '../../contract';
import {
  DISTORTED_PERCENT,
  FATIGUE_AGE_YEARS,
  HIGH_CORROSION,
  HIGH_LOAD_MW,
  HOT_C,
  SHAKING_MM_S,
} from '../failure-type';

/** The period that the simulated failures fall in. A figure of this generator, not of any field data. */
export const HORIZON = '30 days';
export const HORIZON_H = 720;

/**
 * The cumulative hazard H of an element over the horizon, invented for Gridloom: four causes act independently, so
 * their hazards add, and the element fails with probability 1 − exp(−H). Each cause is smooth in its readings and
 * largely dormant below the thresholds of the failure types:
 *
 *   thermal     2.5 · σ((T − 97) / 3) · [load ≥ 0.1 MW]
 *   mechanical  2.5 · σ((v − 1.15) / 0.08) · σ((age − 16.5) / 1.2)
 *   electrical  2.5 · σ((THD − 8.8) / 0.4) · σ((corrosion − 0.55) / 0.03)
 *   general     0.004 + 0.02 · (age / 50)² + 2 · max(0, 0.5 − oil)² + 0.03 · max(0, trips − 6)
 *               + 0.15 · max(0, corrosion − 0.6)
 */
export function cumulativeHazard(r: SensorReadings): number {
  const thermal = r.load_mw >= HIGH_LOAD_MW ? 2.5 * rise(r.temperature_c, HOT_C + 7, 3) : 0;
  const mechanical =
    2.5 * rise(r.vibration_mm_s, SHAKING_MM_S + 0.15, 0.08) * rise(r.age_years, FATIGUE_AGE_YEARS + 1.5, 1.2);
  const electrical =
    2.5 *
    rise(r.harmonic_distortion_percent, DISTORTED_PERCENT + 0.8, 0.4) *
    rise(r.corrosion, HIGH_CORROSION + 0.05, 0.03);
  const general =
    0.004 +
    0.02 * (r.age_years / 50) ** 2 +
    2 * Math.max(0, 0.5 - r.oil_quality) ** 2 +
    0.03 * Math.max(0, r.trip_count - 6) +
    0.15 * Math.max(0, r.corrosion - 0.6);
  return thermal + mechanical + electrical + general;
}

/** The logistic function: 0 well below `middle`, 1 well above. */
function rise(x: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp((middle - x) / width));
}
