import { READINGS, type SensorReadings } from '../../contract';
import { Random } from '../../random';
import type { Dataset } from '../dataset';
import { cumulativeHazard } from './hazard';

export interface SyntheticData extends Dataset {
  /** 1 where the row was drawn from healthy operation. */
  readonly healthy: Uint8Array;
}

/** Share of rows that are drawn from healthy operation; the others have one reading or more under stress. */
const HEALTHY_SHARE = 0.6;

/** Chance of each stress, in a row that is not healthy; several may meet. */
const STRESS_CHANCE = 0.35;

/**
 * Rows of the ten readings in the order of the contract, with failures drawn from `cumulativeHazard`. Stressed rows
 * are far more frequent than in a real grid, so that trees see enough of them. That shifts how often rows occur, not
 * how likely a row of given readings is to fail.
 */
export function generateRows(count: number, seed: number): SyntheticData {
  const random = new Random(seed);
  const rows = new Float32Array(count * READINGS.length);
  const labels = new Uint8Array(count);
  const healthy = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const readings = healthyReadings(random);
    healthy[row] = random.next() < HEALTHY_SHARE ? 1 : 0;
    if (healthy[row] === 0) stress(readings, random);
    READINGS.forEach((name, column) => {
      rows[row * READINGS.length + column] = readings[name];
    });
    labels[row] = random.next() < 1 - Math.exp(-cumulativeHazard(readings)) ? 1 : 0;
  }
  return { feature_count: READINGS.length, rows, labels, healthy };
}

/** Healthy operation, over the ranges that the simulator of lib/scada emits without faults. */
function healthyReadings(random: Random): SensorReadings {
  const ambient = random.between(-10, 38);
  const age = random.between(0, 50);
  return {
    temperature_c: Math.min(82, ambient + 45 * random.next() ** 2 + 2 * random.normal()),
    load_mw: healthyLoad(random),
    vibration_mm_s: random.between(0.1, 0.85),
    age_years: age,
    corrosion: random.between(0.03, 0.62),
    harmonic_distortion_percent: random.between(0.8, 6.2),
    oil_quality: random.between(0.5, 1),
    trip_count: Math.floor(7 * random.next() ** 2),
    ambient_temperature_c: ambient,
    humidity_percent: random.between(20, 95),
  };
}

/** A third transmission lines, a third feeders, and a third small feeders, some of them open. */
function healthyLoad(random: Random): number {
  const kind = random.next();
  if (kind < 0.08) return 0;
  if (kind < 0.36) return random.between(0.01, 1);
  if (kind < 0.68) return random.between(0.1, 5);
  return random.between(0, 120);
}

/** Each stress touches one reading (the rest stays as it is), so that a threshold is also seen crossed alone. */
function stress(readings: SensorReadings, random: Random): void {
  const strikes = () => random.next() < STRESS_CHANCE;
  if (strikes()) readings.temperature_c = random.between(75, 150);
  if (strikes()) readings.vibration_mm_s = random.between(0.7, 2.5);
  if (strikes()) readings.harmonic_distortion_percent = random.between(5.5, 15);
  if (strikes()) readings.corrosion = random.between(0.4, 1);
  if (strikes()) readings.oil_quality = random.between(0.05, 0.55);
  if (strikes()) readings.trip_count = 4 + random.below(12);
}
