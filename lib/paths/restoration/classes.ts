import type { Grid } from '../../grid';
import type { Priority } from './types';

export const PRIORITIES: readonly Priority[] = [1, 2, 3];
const USUAL: Priority = 2;

/** Two supplies that differ by less serve the same, MW. */
const SAME_MW = 1e-9;

/** MW of class 1, 2 and 3. */
export type Served = readonly [number, number, number];

/**
 * Demand of each bus by class: three numbers a bus, MW. A load that feeds in has nothing to be served. A bus that takes
 * otherwise than nominally, `demand_mw`, divides it as its nominal loads are; where it has none it is of class 2.
 */
export function demandByClass(grid: Grid, demand_mw: Float64Array): Float64Array {
  const { network, busIndex, busCount } = grid;
  const demand = new Float64Array(3 * busCount);
  for (const { bus, p_mw, priority = USUAL } of network.loads) {
    demand[3 * busIndex.get(bus)! + priority - 1] += Math.max(0, p_mw);
  }
  for (let bus = 0; bus < busCount; bus++) {
    if (demand_mw[bus] === grid.demand_mw[bus]) continue;
    const taken_mw = Math.max(0, demand_mw[bus]);
    const [first, second, third] = demand.subarray(3 * bus, 3 * bus + 3);
    const nominal_mw = first + second + third;
    for (let k = 0; k < 3; k++) {
      const share = nominal_mw > 0 ? demand[3 * bus + k] / nominal_mw : Number(k + 1 === USUAL);
      demand[3 * bus + k] = taken_mw * share;
    }
  }
  return demand;
}

/** Above 0 where `a` is the better: more of class 1, of two that are equal there more of class 2, then of 3. */
export function compareServed(a: Served, b: Served): number {
  for (let k = 0; k < 3; k++) if (Math.abs(a[k] - b[k]) > SAME_MW) return a[k] - b[k];
  return 0;
}

export function total(served: Served): number {
  return served[0] + served[1] + served[2];
}
