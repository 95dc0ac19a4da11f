import type { SensorReadings } from './snapshot';

/** The ten readings in the order in which they stand in a feature row. */
export const READINGS = [
  'temperature_c',
  'load_mw',
  'vibration_mm_s',
  'age_years',
  'corrosion',
  'harmonic_distortion_percent',
  'oil_quality',
  'trip_count',
  'ambient_temperature_c',
  'humidity_percent',
] as const satisfies readonly (keyof SensorReadings)[];
