import type { Bus } from '../../contract';
import type { Grid } from '../../grid';
import type { PowerFlowState } from '../../powerflow';
import type { OptimizerState } from '../types';

/** A solved configuration and what it is worth. Arrays of its own. */
export interface Situation {
  /** Branches whose switches stand otherwise than in the present state, ascending. */
  readonly toggled: readonly number[];
  /** Per branch: 1 where it is closed and in service. */
  readonly live: Uint8Array;
  /** Per bus. */
  readonly vm_pu: Float64Array;
  readonly va_rad: Float64Array;
  readonly energized: Uint8Array;
  /** Per branch: active power at the end where it is greater, losses, and apparent power over rating. */
  readonly carried_mw: Float64Array;
  readonly branch_loss_mw: Float64Array;
  readonly loading: Float64Array;
  readonly worth: Worth;
}

/** What the optimiser weighs, all in MW. */
export interface Worth {
  readonly loss_mw: number;
  /** Σ failure_probability × MW carried, over the live branches: MW expected to be hit. */
  readonly risk_mw: number;
  /** What breaks limits, as MW; see `penalty`. */
  readonly penalty_mw: number;
  /** loss_mw + riskWeight × risk_mw + penalty_mw: what is to be made small. */
  readonly objective_mw: number;
}

/** A solver's state as a situation. */
export function appraise(
  grid: Grid,
  state: OptimizerState,
  riskWeight: number,
  configuration: Pick<Situation, 'live' | 'toggled'>,
  flow: PowerFlowState,
): Situation {
  const { live } = configuration;
  const carried_mw = new Float64Array(grid.branchCount);
  const branch_loss_mw = new Float64Array(grid.branchCount);
  const loading = new Float64Array(grid.branchCount);
  let risk_mw = 0;
  let overload_mva = 0;
  for (let branch = 0; branch < grid.branchCount; branch++) {
    if (live[branch] === 0) continue;
    const p = flow.p_from_mw[branch];
    const pTo = flow.p_to_mw[branch];
    carried_mw[branch] = Math.max(Math.abs(p), Math.abs(pTo));
    branch_loss_mw[branch] = p + pTo;
    risk_mw += state.failure_probability[branch] * carried_mw[branch];
    const rating = grid.rating_mva[branch];
    if (rating === 0) continue;
    const s = Math.max(Math.hypot(p, flow.q_from_mvar[branch]), Math.hypot(pTo, flow.q_to_mvar[branch]));
    loading[branch] = s / rating;
    overload_mva += Math.max(0, s - rating);
  }
  const penalty_mw = overload_mva + voltagePenalty(grid, state, flow);
  return {
    ...configuration,
    vm_pu: flow.vm_pu.slice(),
    va_rad: flow.va_rad.slice(),
    energized: flow.energized.slice(),
    carried_mw,
    branch_loss_mw,
    loading,
    worth: {
      loss_mw: flow.loss_mw,
      risk_mw,
      penalty_mw,
      objective_mw: flow.loss_mw + riskWeight * risk_mw + penalty_mw,
    },
  };
}

/** The demand that figures are set in proportion to, MW; 1 where there is none. */
export function demandScale(state: OptimizerState): number {
  const total = state.demand_mw.reduce((sum, demand) => sum + Math.abs(demand), 0);
  return total > 0 ? total : 1;
}

/**
 * What one operation does is seen against a hundred average branches, not against the whole of a large grid, where
 * no operation would count: their share of a figure of the whole.
 */
export function localShare(branchCount: number): number {
  return Math.min(1, 100 / branchCount);
}

/** One per cent of voltage outside the band counts like a tenth of the demand of an average bus. */
function voltagePenalty(grid: Grid, state: OptimizerState, flow: PowerFlowState): number {
  let excess_pu = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (flow.energized[bus] === 0) continue;
    const limits: Bus = grid.network.buses[bus];
    const vm_pu = flow.vm_pu[bus];
    excess_pu += Math.max(0, (limits.vm_min_pu ?? 0) - vm_pu);
    excess_pu += Math.max(0, vm_pu - (limits.vm_max_pu ?? Number.POSITIVE_INFINITY));
  }
  return (10 * excess_pu * demandScale(state)) / grid.busCount;
}
