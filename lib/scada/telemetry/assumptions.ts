/** What is taken for readings that no sensor delivers; every such value is flagged as assumed. */
import type { Branch, SensorReadings } from '../../contract';

/** Years, where the network says none. */
const AGE_YEARS = 20;
const AMBIENT_C = 15;
const HUMIDITY_PERCENT = 60;
const VIBRATION_MM_S = 0.2;
const DISTORTION_PERCENT = 2;
/** A year takes so much of a new edge; 1 is through, or spent. */
const CORROSION_PER_YEAR = 0.009;
const OIL_WEAR_PER_YEAR = 0.008;
/** Settled above ambient at the rating; below it by the square of the current, as the heat is I²R. */
const RISE_AT_RATING_C = 55;
const HOTTEST_C = 400;

/** `ambient_temperature_c` and `loading` (1 at the rating) as they are known at this moment. */
export function assumedReadings(
  branch: Branch,
  loading: number,
  weather: { ambient_temperature_c?: number; humidity_percent?: number },
): Omit<SensorReadings, 'load_mw'> {
  const age_years = branch.age_years ?? AGE_YEARS;
  const { ambient_temperature_c = AMBIENT_C, humidity_percent = HUMIDITY_PERCENT } = weather;
  return {
    temperature_c: Math.min(HOTTEST_C, ambient_temperature_c + RISE_AT_RATING_C * loading * loading),
    vibration_mm_s: VIBRATION_MM_S,
    age_years,
    corrosion: Math.min(1, CORROSION_PER_YEAR * age_years),
    harmonic_distortion_percent: DISTORTION_PERCENT,
    oil_quality: Math.max(0, 1 - OIL_WEAR_PER_YEAR * age_years),
    trip_count: 0,
    ambient_temperature_c,
    humidity_percent,
  };
}
