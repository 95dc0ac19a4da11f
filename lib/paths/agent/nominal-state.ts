import type { Grid } from '../../grid';
import { nominalPoint } from '../../powerflow';
import type { SwitchingState } from './types';

/** Nominal load, normal switches, nothing at risk, on Monday at noon. */
export function nominalState(grid: Grid): SwitchingState {
  return {
    point: nominalPoint(grid),
    available: new Uint8Array(grid.branchCount).fill(1),
    failure_probability: new Float64Array(grid.branchCount),
    hourOfWeek: 12,
    weights: { loss_weight: 1, risk_weight: 0, switching_cost_mw: 0 },
  };
}
