import type { Grid } from '../../grid';
import { CUSTOMER_CLASSES } from '../load/load-shapes';

/** Distortion that the current of a class has, percent: electronics, lighting and lifts, drives. Gridloom's own figures. */
const DISTORTION_PERCENT = [2.1, 2.5, 3];
export const CLASSES = CUSTOMER_CLASSES.length;

/**
 * Nominal demand of each class near every edge, MW: that of its two ends, and a little of the whole grid, which stands for
 * what lies beyond them. CLASSES values an edge.
 */
export function classMix(grid: Grid): Float64Array {
  const { loads } = grid.network;
  const ofBus = new Float64Array(CLASSES * grid.busCount);
  const ofGrid = new Float64Array(CLASSES);
  for (const { bus, p_mw, customer } of loads) {
    const c = CUSTOMER_CLASSES.indexOf(customer ?? 'residential');
    ofBus[CLASSES * grid.busIndex.get(bus)! + c] += Math.max(0, p_mw);
    ofGrid[c] += Math.max(0, p_mw) / Math.max(1, loads.length);
  }
  const mix = new Float64Array(CLASSES * grid.branchCount);
  for (let k = 0; k < grid.branchCount; k++) {
    for (let c = 0; c < CLASSES; c++) {
      mix[CLASSES * k + c] = ofBus[CLASSES * grid.from[k] + c] + ofBus[CLASSES * grid.to[k] + c] + ofGrid[c];
    }
  }
  return mix;
}

/** The distortion of an edge's current: that of the classes, weighed by what each takes at the moment. */
export function distortion_percent(mix: Float64Array, edge: number, multiplier: Float64Array): number {
  let taken = 0;
  let distorted = 0;
  for (let c = 0; c < CLASSES; c++) {
    const share = mix[CLASSES * edge + c] * multiplier[c];
    taken += share;
    distorted += share * DISTORTION_PERCENT[c];
  }
  return taken > 0 ? distorted / taken : DISTORTION_PERCENT[0];
}
