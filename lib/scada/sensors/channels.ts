import type { SensorReadings } from '../../contract';
import { READINGS } from '../../contract';
import { HOTTEST_C } from '../thermal/conductor';

/** One sensor an edge: where its reading stands, what it can show, and its accuracy class as standard deviations. */
export interface Channel {
  name: keyof SensorReadings;
  column: number;
  least: number;
  most: number;
  /** In the reading's unit. */
  absolute: number;
  /** Of the true value. */
  relative: number;
}

function channel(
  name: keyof SensorReadings,
  [least, most]: [number, number],
  absolute: number,
  relative = 0,
): Channel {
  return { name, column: READINGS.indexOf(name), least, most, absolute, relative };
}

/**
 * What is measured: a resistance thermometer of class B (IEC 60751: 0.3 K), a transducer of class 0.5, and the accuracy
 * that instruments for vibration, harmonics and oil are sold with. Age and trips are records; air and humidity come from
 * one weather station.
 */
export const CHANNELS: readonly Channel[] = [
  channel('temperature_c', [-60, HOTTEST_C], 0.3),
  channel('load_mw', [0, Number.POSITIVE_INFINITY], 0, 0.005),
  channel('vibration_mm_s', [0, Number.POSITIVE_INFINITY], 0.01),
  channel('corrosion', [0, 1], 0.002),
  channel('harmonic_distortion_percent', [0, Number.POSITIVE_INFINITY], 0.05),
  channel('oil_quality', [0, 1], 0.002),
];

/** What one class step is at a true value, in the reading's unit. */
export function accuracy({ absolute, relative }: Channel, value: number): number {
  return absolute + relative * Math.abs(value);
}
