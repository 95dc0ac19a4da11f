import type { Grid } from '../../grid';
import { findBridges } from '../../powerflow';
import type { Incidence } from '../routing';
import type { OptimizerState } from '../types';
import type { Situation } from './situation';

/** Operations that are looked at in one situation; up to half of them close a tie. */
export const MAX_OPTIONS = 24;

/**
 * What can be switched next, most promising first: branch indices, of which those that are live would be opened and
 * the others closed. Legal is
 * - to close a healthy, switchable branch between two energised buses,
 * - to open a live, switchable branch that is no bridge, so that nothing is cut off.
 * What a fault keeps out of service is not touched, and parts without supply are left to restoration.
 */
export function findOptions(
  grid: Grid,
  incidence: Incidence,
  state: OptimizerState,
  riskWeight: number,
  situation: Situation,
): number[] {
  const bridge = findBridges(incidence, situation.live);
  const closings = new Best(MAX_OPTIONS);
  const openings = new Best(MAX_OPTIONS);
  for (let branch = 0; branch < grid.branchCount; branch++) {
    if (grid.switchable[branch] === 0 || state.in_service[branch] === 0) continue;
    if (situation.energized[grid.from[branch]] === 0 || situation.energized[grid.to[branch]] === 0) continue;
    const promise_mw = promiseOf(grid, state, riskWeight, situation, branch);
    if (situation.live[branch] === 0) closings.offer(branch, promise_mw);
    else if (bridge[branch] === 0) openings.offer(branch, promise_mw);
  }
  const half = MAX_OPTIONS / 2;
  const closed = closings.taken.slice(0, Math.max(half, MAX_OPTIONS - openings.taken.length));
  const merged = [...closed, ...openings.taken.slice(0, MAX_OPTIONS - closed.length)];
  return merged
    .sort((a, b) => b.promise_mw - a.promise_mw || a.branch - b.branch)
    .map(({ branch }) => branch);
}

/**
 * The rule of thumb that ranks operations, MW. To open: what the branch loses and what it puts at risk, both of which
 * end (and come back in part on other branches). To close: S = |ΔV|² / |z| across the tie, the power that it would
 * burn between two stiff buses, for losses fall where voltages are drawn together (S. Civanlar et al., 1988,
 * doi:10.1109/61.193906), less what it would put at risk.
 */
export function promiseOf(
  grid: Grid,
  state: OptimizerState,
  riskWeight: number,
  situation: Situation,
  branch: number,
): number {
  const risk = riskWeight * state.failure_probability[branch];
  if (situation.live[branch] === 1) {
    return situation.branch_loss_mw[branch] + risk * situation.carried_mw[branch];
  }
  const dv = voltageAcross(grid, situation, branch);
  const z = Math.hypot(grid.r_pu[branch], grid.x_pu[branch]);
  return (grid.base_mva * (dv * dv - risk * dv)) / z;
}

/** |ΔV| between the ends of a branch, per unit. */
export function voltageAcross(grid: Grid, { vm_pu, va_rad }: Situation, branch: number): number {
  const from = grid.from[branch];
  const to = grid.to[branch];
  const real = vm_pu[from] * Math.cos(va_rad[from]) - vm_pu[to] * Math.cos(va_rad[to]);
  const imaginary = vm_pu[from] * Math.sin(va_rad[from]) - vm_pu[to] * Math.sin(va_rad[to]);
  return Math.hypot(real, imaginary);
}

interface Option {
  branch: number;
  promise_mw: number;
}

/** The most promising few of many, in order; equal ones in the order of their offer. */
class Best {
  readonly taken: Option[] = [];

  constructor(private readonly places: number) {}

  offer(branch: number, promise_mw: number): void {
    const { taken, places } = this;
    if (taken.length === places && promise_mw <= taken[places - 1].promise_mw) return;
    let at = taken.length;
    while (at > 0 && taken[at - 1].promise_mw < promise_mw) at--;
    taken.splice(at, 0, { branch, promise_mw });
    if (taken.length > places) taken.pop();
  }
}
