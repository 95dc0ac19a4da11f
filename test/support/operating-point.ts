import type { Grid } from '../../lib/grid';
import type { OperatingPoint } from '../../lib/powerflow';

/** Nominal load and schedule, switches as the document has them. */
export function nominalPoint(grid: Grid): OperatingPoint {
  return {
    demand_mw: grid.demand_mw.slice(),
    demand_mvar: grid.demand_mvar.slice(),
    generation_mw: Float64Array.from(grid.network.generators, (generator) => generator.p_mw),
    vm_set_pu: Float64Array.from(grid.network.generators, (generator) => generator.vm_pu),
    live: Uint8Array.from(grid.network.branches, (branch) => (branch.closed ? 1 : 0)),
  };
}
