/** The way from what is to what is to be, as a plan for people. */
import type { SwitchingPlan, SwitchingStep } from '../../contract';
import type { Grid } from '../../grid';
import { Confirmer, createProblem, planSwitching } from '../reconfiguration';
import { sameLive } from './decide';
import type { SpaceKind } from './spaces';
import type { SwitchingState, Worth } from './types';

/** A configuration and what it is worth. */
interface Valued {
  readonly live: Uint8Array;
  readonly worth: Worth;
}

/** What is, and what is to be. */
export interface Way {
  readonly keep: Valued;
  readonly chosen: Valued;
}

/**
 * Null where nothing is to be done, where the way would leave limits that are kept now or has no power flow, or where it
 * would close what is not available.
 */
export function planFor(
  grid: Grid,
  kind: SpaceKind,
  state: SwitchingState,
  { chosen, keep }: Way,
  sequence: number,
): SwitchingPlan | null {
  if (sameLive(chosen.live, keep.live)) return null;
  const problem = createProblem(grid, state.point, { radial: kind === 'radial' });
  const { steps } = planSwitching(problem, new Confirmer(problem), chosen.live);
  const limitsHold = keep.worth.violation === 0;
  const told: SwitchingStep[] = [];
  for (const { operation, branch, loss_mw, legal } of steps) {
    if (loss_mw === null || (limitsHold && !legal)) return null;
    if (operation === 'close' && state.available[branch] === 0) return null;
    told.push({ operation, edge: grid.network.branches[branch].id, loss_mw });
  }
  return {
    steps: told,
    loss_before_mw: keep.worth.loss_mw,
    loss_after_mw: chosen.worth.loss_mw,
    risk_before: keep.worth.risk_mw,
    risk_after: chosen.worth.risk_mw,
    sequence,
  };
}
