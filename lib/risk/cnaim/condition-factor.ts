import { CABLE, CONDITION_GAIN, inspected, LINE, TRANSFORMER } from '../../cnaim';
import { READINGS } from '../../contract';
import { COLUMN } from '../failure-type';

/** Above the temperature that a kind is built for, and well above it: line and cable conductor, winding hot spot. */
const HOT_C: Record<number, readonly [number, number]> = {
  [LINE]: [80, 100],
  [CABLE]: [90, 105],
  [TRANSFORMER]: [98, 120],
};
/** Factors of the classes of a temperature reading: normal, moderately high, very high. */
const HOT_FACTORS = [1, 1.2, 1.4] as const;

/** Trips a year that are nothing special, and those at which the reliability factor reaches its most. */
const ORDINARY_TRIPS_PER_YEAR = 0.2;
const MANY_TRIPS_PER_YEAR = 2;
/** CNAIM v2.1, section 6.14: the reliability modifier stays from 0.6 to 1.5; trips only make it worse here. */
const MOST_RELIABILITY_FACTOR = 1.5;

/** Factor divider of the combination below: CNAIM v2.1, section 6.8 and table 10. */
const FACTOR_DIVIDER = 1.5;

/**
 * By what the readings make the initial score worse. Corrosion of a line and the insulation of the others are the observed
 * condition, a temperature beyond what the kind is built for is a measured one, and trips are the reliability modifier.
 * Load, vibration, distortion, air and humidity have no class in the methodology for these assets, and say nothing here.
 *
 * Conditions are combined by the maximum and multiple increment technique, CNAIM v2.1, section 6.7.2:
 * F = max(F₁, F₂) + (min(F₁, F₂) − 1) / divider. A reading that is missing (NaN) says nothing.
 */
export function conditionFactor(rows: ArrayLike<number>, row: number, kind: number): number {
  const at = row * READINGS.length;
  const reading = (name: (typeof READINGS)[number], instead: number) => {
    const value = rows[at + COLUMN[name]];
    return Number.isNaN(value) ? instead : value;
  };
  const seen = inspected(kind, reading('corrosion', 0), reading('oil_quality', 1));
  const observed = 1 + CONDITION_GAIN * seen;
  const measured = heatFactor(kind, reading('temperature_c', 0));
  const combined = Math.max(observed, measured) + (Math.min(observed, measured) - 1) / FACTOR_DIVIDER;
  return combined * reliabilityFactor(reading('trip_count', 0), reading('age_years', 0));
}

function heatFactor(kind: number, temperature_c: number): number {
  const [hot, veryHot] = HOT_C[kind];
  if (temperature_c > veryHot) return HOT_FACTORS[2];
  return temperature_c > hot ? HOT_FACTORS[1] : HOT_FACTORS[0];
}

/** Linear between ordinary and many trips a year; the first ten years count as ten, so that one early trip is no trend. */
function reliabilityFactor(trips: number, age_years: number): number {
  const rate = trips / Math.max(10, age_years);
  const share = (rate - ORDINARY_TRIPS_PER_YEAR) / (MANY_TRIPS_PER_YEAR - ORDINARY_TRIPS_PER_YEAR);
  return 1 + (MOST_RELIABILITY_FACTOR - 1) * Math.min(1, Math.max(0, share));
}
