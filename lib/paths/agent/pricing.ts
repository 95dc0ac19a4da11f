/** What a configuration costs in a state, MW: the one figure that the agent makes small. */
import type { Estimate, Option, SwitchingState, Worth } from './types';

/** A violation of 1, such as a branch at twice its rating, counts like so many times the losses at nominal load. */
export const VIOLATION_COST = 10;

/** Losses, risk and violations, without operations. */
export function standingCost(
  figures: Estimate | Worth,
  { weights }: SwitchingState,
  scale_mw: number,
): number {
  const { loss_mw, risk_mw, violation } = figures;
  return (
    weights.loss_weight * loss_mw + weights.risk_weight * risk_mw + VIOLATION_COST * scale_mw * violation
  );
}

/** With what the operations cost that lead there from the present configuration. */
export function costOf(
  figures: Estimate | Worth,
  { operations }: Pick<Option, 'operations'>,
  state: SwitchingState,
  scale_mw: number,
): number {
  return standingCost(figures, state, scale_mw) + state.weights.switching_cost_mw * operations;
}

/**
 * What costs are seen against, so that rewards are small: the least estimate of the configurations that are known, or
 * where there are none, losses that grow with the square of the demand. It depends on loads and risks, not on what may
 * be done from here, and so leaves the best way to act as it is. (The currents that radial estimates are made with are
 * those of the present configuration: that much it depends on what was done before, below a per cent.)
 */
export function baselineOf(
  least_mw: number | null,
  state: SwitchingState,
  scale_mw: number,
  nominal_mw: number,
): number {
  if (least_mw !== null) return least_mw;
  const demand_mw = state.point.demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
  return nominal_mw > 0 ? scale_mw * (demand_mw / nominal_mw) ** 2 : scale_mw;
}
