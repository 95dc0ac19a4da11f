import type { Grid } from '../grid';
import type { OperatingPoint } from './types';

/** Nominal load and schedule, switches as the document has them. */
export function nominalPoint(grid: Grid): OperatingPoint {
  const { generators, branches } = grid.network;
  return {
    demand_mw: grid.demand_mw.slice(),
    demand_mvar: grid.demand_mvar.slice(),
    generation_mw: Float64Array.from(generators, ({ p_mw }) => p_mw),
    generation_mvar: Float64Array.from(generators, ({ q_mvar }) => q_mvar ?? 0),
    vm_set_pu: Float64Array.from(generators, ({ vm_pu }) => vm_pu),
    live: Uint8Array.from(branches, ({ closed }) => (closed ? 1 : 0)),
  };
}
