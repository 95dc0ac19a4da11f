import type { Grid } from '../grid';
import type { OperatingPoint, PowerFlowState } from '../powerflow';
import { type Flows, flowsOf } from './flows';

/** What the control room sees of a solved state, one value a bus or a branch. Copies, not the solver's memory. */
export interface Measurements extends Flows {
  energized: Uint8Array;
  vm_pu: Float64Array;
  va_degree: Float64Array;
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
  loss_mw: Float64Array;
}

export function measure(grid: Grid, point: OperatingPoint, state: PowerFlowState): Measurements {
  const { generatorBus, generatorCount, busCount } = grid;
  const generation_mw = new Float64Array(busCount);
  const generation_mvar = new Float64Array(busCount);
  for (let g = 0; g < generatorCount; g++) {
    generation_mw[generatorBus[g]] += state.generation_mw[g];
    generation_mvar[generatorBus[g]] += state.generation_mvar[g];
  }
  return {
    energized: state.energized.slice(),
    vm_pu: state.vm_pu.slice(),
    va_degree: state.va_rad.map((angle) => (angle * 180) / Math.PI),
    demand_mw: point.demand_mw.map((p, bus) => p * state.energized[bus]),
    demand_mvar: point.demand_mvar.map((q, bus) => q * state.energized[bus]),
    generation_mw,
    generation_mvar,
    ...flowsOf(grid, state),
    loss_mw: state.p_from_mw.map((p, k) => p + state.p_to_mw[k]),
  };
}

/** MW that were asked for, before shedding, and are not delivered. */
export function unserved({ demand_mw }: Measurements, asked_mw: Float64Array): number {
  const sum = (values: Float64Array): number => values.reduce((total, one) => total + one, 0);
  return Math.max(0, sum(asked_mw) - sum(demand_mw));
}
