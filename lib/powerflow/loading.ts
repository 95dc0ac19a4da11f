import type { PowerFlowState } from './types';

export type BranchFlows = Pick<PowerFlowState, 'p_from_mw' | 'q_from_mvar' | 'p_to_mw' | 'q_to_mvar'>;

/** Loading of a branch with a rating, percent: the larger of the apparent powers at its ends. */
export function loadingOf(flows: BranchFlows, rating_mva: Float64Array, k: number): number {
  const from = flows.p_from_mw[k] ** 2 + flows.q_from_mvar[k] ** 2;
  const to = flows.p_to_mw[k] ** 2 + flows.q_to_mvar[k] ** 2;
  return (100 * Math.sqrt(Math.max(from, to))) / rating_mva[k];
}
