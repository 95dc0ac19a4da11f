import type { Grid } from '../grid';
import type { OperatingPoint } from './types';

/**
 * A bus whose solution rests on what is not a number or not finite though no equation reads it: what balancing and
 * voltage-holding generators deliver, and demand without supply. −1 where there is none. `delivered` per generator.
 */
export function spoiltBus(
  grid: Grid,
  { demand_mw }: OperatingPoint,
  energized: Uint8Array,
  delivered: readonly Float64Array[],
): number {
  for (const powers of delivered) {
    for (let g = 0; g < powers.length; g++) if (!Number.isFinite(powers[g])) return grid.generatorBus[g];
  }
  for (let bus = 0; bus < grid.busCount; bus++) {
    const dark = energized[bus] === 0 && grid.busUsable[bus] === 1;
    if (dark && !Number.isFinite(demand_mw[bus])) return bus;
  }
  return -1;
}
