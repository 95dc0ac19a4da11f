import { type FailureType, READINGS } from '../contract';

/** Which type a reading speaks for; each for one, so that the sums add up to what the readings contribute. */
const SPEAKS_FOR: Readonly<Record<(typeof READINGS)[number], FailureType>> = {
  temperature_c: 'thermal_overload',
  load_mw: 'thermal_overload',
  ambient_temperature_c: 'thermal_overload',
  vibration_mm_s: 'mechanical_fatigue',
  harmonic_distortion_percent: 'electrical_disturbance',
  humidity_percent: 'electrical_disturbance',
  age_years: 'general_degradation',
  corrosion: 'general_degradation',
  oil_quality: 'general_degradation',
  trip_count: 'general_degradation',
};

/**
 * The model's own evidence for each failure type: the sum of the contributions of the readings that speak for it, log-odds.
 * What is derived from several readings speaks for none.
 * @param contributions by the names of the model's inputs
 */
export function evidenceOf(contributions: Readonly<Record<string, number>>): Record<FailureType, number> {
  const evidence: Record<FailureType, number> = {
    thermal_overload: 0,
    mechanical_fatigue: 0,
    electrical_disturbance: 0,
    general_degradation: 0,
  };
  for (const name of READINGS) evidence[SPEAKS_FOR[name]] += contributions[name] ?? 0;
  return evidence;
}
