/**
 * Generators that may balance an island, in the order in which they are asked: the network's slacks, then those
 * that hold a voltage, the greatest capacity first. */
import type { Grid } from '../grid';

export function balancingOrder(grid: Grid): Int32Array {
  const { generators } = grid.network;
  const capacity = (g: number): number =>
    grid.isSlack[g] === 1 ? Number.POSITIVE_INFINITY : (generators[g].p_max_mw ?? generators[g].p_mw);
  const holders = generators
    .map((_, g) => g)
    .filter((g) => grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1);
  holders.sort((a, b) => Number(capacity(b) > capacity(a)) - Number(capacity(b) < capacity(a)) || a - b);
  return Int32Array.from(holders);
}
