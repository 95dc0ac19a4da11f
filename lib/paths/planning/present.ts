import { type GridError, gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { OperatingPoint, PowerFlowState } from '../../powerflow';
import type { OptimizerState } from '../types';

/** The snapshot's state as a power flow is asked for it; generators hold the voltages of the network document. */
export function presentPoint(grid: Grid, state: OptimizerState): OperatingPoint {
  const { demand_mw, demand_mvar, generation_mw, generation_mvar, closed, in_service } = state;
  return {
    ...{ demand_mw, demand_mvar, generation_mw, generation_mvar },
    vm_set_pu: Float64Array.from(grid.network.generators, ({ vm_pu }) => vm_pu),
    live: closed.map((position, branch) => position & in_service[branch]),
  };
}

/** Σ failure probability × MW carried, at the end of each branch where that is more: MW expected to be hit. */
export function riskOf(
  failure_probability: Float64Array,
  { p_from_mw, p_to_mw }: Pick<PowerFlowState, 'p_from_mw' | 'p_to_mw'>,
): number {
  return failure_probability.reduce(
    (sum, p, branch) => sum + p * Math.max(Math.abs(p_from_mw[branch]), Math.abs(p_to_mw[branch])),
    0,
  );
}

/** The error for a present state that the power flow has no solution for. */
export function unsolvable(
  { network }: Grid,
  sequence: number,
  { worstBus, mismatch_pu }: { worstBus: number; mismatch_pu: number },
): GridError {
  return gridError('NO_SOLUTION', {
    at: `bus "${network.buses[worstBus].id}", snapshot ${sequence}`,
    got: `a mismatch of ${mismatch_pu.toPrecision(3)} p.u. there`,
    allowed: 'demand that the closed branches can carry',
    remedy: 'Lower the demand, or close a branch that is open',
  });
}
