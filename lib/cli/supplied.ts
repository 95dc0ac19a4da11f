import { gridError } from '../errors';
import type { Grid } from '../grid';
import { findIslands, nominalPoint } from '../powerflow';

/** A load that no closed branch supplies would be missing from every sum: INVALID_NETWORK names its bus. */
export function checkSupplied(grid: Grid, file: string): void {
  const { energized } = findIslands(grid, nominalPoint(grid).live);
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (energized[bus] === 1 || (grid.demand_mw[bus] === 0 && grid.demand_mvar[bus] === 0)) continue;
    throw gridError('INVALID_NETWORK', {
      at: `${file}: bus "${grid.network.buses[bus].id}"`,
      got: `an isolated bus with a load of ${grid.demand_mw[bus]} MW and ${grid.demand_mvar[bus]} Mvar`,
      allowed: 'loads that closed branches join to a generator that holds a voltage',
      remedy: 'Close a branch to it, or take the load away',
    });
  }
}
