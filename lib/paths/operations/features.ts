import type { Grid } from '../../grid';
import type { Incidence } from '../routing';
import type { OptimizerState } from '../types';
import { promiseOf, voltageAcross } from './options';
import { demandScale, localShare, type Situation } from './situation';

/** Figures that describe one operation: fourteen of its own, five of the whole grid. */
export const FEATURES = 19;
/** Features are cut off here, so that one odd grid cannot unsettle the network. */
const LIMIT = 4;

/**
 * The operations as the Q-network sees them: one row of FEATURES each, free of dimension and scaled to about 1, so
 * that the same weights fit grids of every size. Powers stand in proportion to the demand, what the objective is made
 * of in proportion to `present_mw`, the objective before anything is switched; for the operation's own figures, in
 * proportion to the share of a hundred branches in these.
 */
export function describeOptions(
  grid: Grid,
  incidence: Incidence,
  state: OptimizerState,
  riskWeight: number,
  situation: Situation,
  options: readonly number[],
  present_mw: number,
): Float64Array {
  const share = localShare(grid.branchCount);
  const rows = new Float64Array(options.length * FEATURES);
  const perDemand = 5 / (share * demandScale(state));
  const perObjective = 10 / (share * present_mw);
  const whole = wholeGrid(state, riskWeight, situation, 3 / present_mw);
  for (const [index, branch] of options.entries()) {
    const z = Math.hypot(grid.r_pu[branch], grid.x_pu[branch]);
    const dv = voltageAcross(grid, situation, branch);
    const risk = state.failure_probability[branch];
    const carried = situation.carried_mw[branch];
    const around = surroundings(grid, incidence, state, situation, branch);
    const row = [
      situation.live[branch],
      20 * dv,
      20 * Math.abs(situation.vm_pu[grid.from[branch]] - situation.vm_pu[grid.to[branch]]),
      perDemand * carried,
      (perDemand * grid.base_mva * dv) / z,
      perObjective * situation.branch_loss_mw[branch],
      risk,
      perObjective * riskWeight * risk * carried,
      perObjective * promiseOf(grid, state, riskWeight, situation, branch),
      situation.loading[branch],
      grid.r_pu[branch] / z,
      around.degree / 4,
      around.risk,
      perObjective * riskWeight * around.risk_mw,
      ...whole,
    ];
    for (const [column, value] of row.entries()) {
      rows[index * FEATURES + column] = Math.max(-LIMIT, Math.min(LIMIT, value));
    }
  }
  return rows;
}

function wholeGrid(
  state: OptimizerState,
  riskWeight: number,
  { worth, live, loading }: Situation,
  perObjective: number,
) {
  let highestRisk = 0;
  let highestLoading = 0;
  for (let branch = 0; branch < live.length; branch++) {
    if (live[branch] === 0) continue;
    highestRisk = Math.max(highestRisk, state.failure_probability[branch]);
    highestLoading = Math.max(highestLoading, loading[branch]);
  }
  return [
    perObjective * worth.loss_mw,
    perObjective * riskWeight * worth.risk_mw,
    perObjective * worth.penalty_mw,
    highestRisk,
    highestLoading,
  ];
}

/** The other live branches at both ends: the fewer at one end, their highest probability, MW at risk on them. */
function surroundings(
  grid: Grid,
  { start, branch: incident }: Incidence,
  state: OptimizerState,
  { live, carried_mw }: Situation,
  branch: number,
) {
  let degree = Number.POSITIVE_INFINITY;
  let risk = 0;
  let risk_mw = 0;
  for (const bus of [grid.from[branch], grid.to[branch]]) {
    let here = 0;
    for (let at = start[bus]; at < start[bus + 1]; at++) {
      const other = incident[at];
      if (other === branch || live[other] === 0) continue;
      here++;
      risk = Math.max(risk, state.failure_probability[other]);
      risk_mw += state.failure_probability[other] * carried_mw[other];
    }
    degree = Math.min(degree, here);
  }
  return { degree, risk, risk_mw };
}
