import { READINGS } from '../contract';
import { FAILURE_TYPES } from './types';

/** Where each reading stands in a feature row. */
export const COLUMN = Object.fromEntries(READINGS.map((name, column) => [name, column])) as Record<
  (typeof READINGS)[number],
  number
>;

/** A conductor above this is hotter than lines are built for: overhead line design temperatures are 50 to 90 °C. */
export const HOT_C = 90;

/**
 * From here on the load counts as high. The ten readings hold no rating, so megawatts alone cannot say how near its
 * limit an edge is: 5 MW is little at 110 kV and more than a 12.66 kV feeder carries. What tells is the heat itself:
 * load heating grows with the square of the current, and an edge above 90 °C that carries load carries more than it
 * can shed. The figure therefore only sets aside edges that idle, whose heat must come from elsewhere.
 */
export const HIGH_LOAD_MW = 0.1;

/** The product's rule. Lines and cables at rest stay well below; wind on slack spans and loose clamps do not. */
export const SHAKING_MM_S = 1;

/** Joints and clamps loosen with years; below this, vibration alone is not taken for fatigue. */
export const FATIGUE_AGE_YEARS = 15;

/** The product's rule; EN 50160 allows 8 % in the supply voltage. */
export const DISTORTED_PERCENT = 8;

/** Corrosion runs from 0, new, to 1, through; half-way is taken as high. */
export const HIGH_CORROSION = 0.5;

/**
 * The failure type of one row by the product's rules, as an index into FAILURE_TYPES: what would fail first if
 * something did, whatever the probability is. The first rule that holds counts.
 */
export function failureTypeOf(rows: ArrayLike<number>, start: number): number {
  const reading = (name: (typeof READINGS)[number]) => rows[start + COLUMN[name]]!;
  if (reading('temperature_c') > HOT_C && reading('load_mw') >= HIGH_LOAD_MW) {
    return FAILURE_TYPES.indexOf('thermal_overload');
  }
  if (reading('vibration_mm_s') > SHAKING_MM_S && reading('age_years') > FATIGUE_AGE_YEARS) {
    return FAILURE_TYPES.indexOf('mechanical_fatigue');
  }
  if (reading('harmonic_distortion_percent') > DISTORTED_PERCENT && reading('corrosion') > HIGH_CORROSION) {
    return FAILURE_TYPES.indexOf('electrical_disturbance');
  }
  return FAILURE_TYPES.indexOf('general_degradation');
}
