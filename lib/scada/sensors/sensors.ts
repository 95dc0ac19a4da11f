import type { Random } from '../../random';
import { clamp } from '../clamp';
import { READING_COUNT } from '../condition/condition';
import { HOTTEST_C } from '../thermal/conductor';

/** What the sensors of every edge read of the true values. */
export class SensorModel {
  /** READING_COUNT values an edge; valid until the next `measure`. */
  readonly readings: Float64Array;

  constructor(
    edges: number,
    private readonly random: Random,
  ) {
    this.readings = new Float64Array(READING_COUNT * edges);
  }

  measure(truth: Float64Array): void {
    const { readings, random } = this;
    for (let at = 0; at < truth.length; at += READING_COUNT) {
      readings[at] = clamp(truth[at] + 0.3 * random.normal(), -60, HOTTEST_C);
      readings[at + 1] = Math.max(0, truth[at + 1] * (1 + 0.005 * random.normal()));
      readings[at + 2] = Math.max(0, truth[at + 2] + 0.01 * random.normal());
      readings[at + 3] = truth[at + 3];
      readings[at + 4] = truth[at + 4];
      readings[at + 5] = Math.max(0, truth[at + 5] + 0.05 * random.normal());
      readings[at + 6] = clamp(truth[at + 6] + 0.002 * random.normal(), 0, 1);
      readings[at + 7] = truth[at + 7];
      readings[at + 8] = truth[at + 8];
      readings[at + 9] = truth[at + 9];
    }
  }
}
