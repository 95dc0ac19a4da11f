import type { Grid } from '../../grid';
import type { BranchState } from './types';

/**
 * What it costs to travel each branch:
 *
 *   max(0, r_pu) + riskWeight × failure_probability
 *
 * and Infinity where it is open, failed, or ends at a bus that is out of service. Equivalents of a part of a grid may
 * have a negative resistance; a path is not paid for passing one.
 */
export function branchCosts(grid: Grid, state: BranchState, riskWeight: number): Float64Array {
  const { closed, in_service, failure_probability } = state;
  return Float64Array.from(grid.r_pu, (_, k) => {
    if (closed[k] === 0 || in_service[k] === 0 || grid.branchUsable[k] === 0) return Number.POSITIVE_INFINITY;
    return countedResistance(grid, k) + riskWeight * failure_probability[k];
  });
}

/** Per unit. */
export function countedResistance(grid: Grid, branch: number): number {
  return Math.max(0, grid.r_pu[branch]);
}
