import type { Grid } from '../../grid';
import type { Incidence } from '../routing';
import type { OptimizerState } from '../types';
import { Evaluator } from './evaluator';
import { describeOptions } from './features';
import { findOptions } from './options';
import { demandScale, localShare, type Situation } from './situation';

/**
 * A switching operation must earn this share of the present objective (in large grids: of what a hundred average
 * branches make of it), for switches wear and estimates err.
 */
export const OPERATION_COST = 0.005;
/** Rewards are cut off here; it is also what an operation without solution costs. */
const REWARD_LIMIT = 10;

/** The operations that a situation offers: branches, and a row of FEATURES for each. */
export interface Options {
  readonly branches: readonly number[];
  readonly rows: Float64Array;
}

export interface Step {
  /** Null where the power flow has no solution. */
  readonly situation: Situation | null;
  readonly reward: number;
}

/**
 * Switching as a Markov decision process. States are configurations under the loads of the present moment, actions
 * are single legal operations, and the reward of one is what it gains of the objective, less the cost of operating:
 *
 *   reward = 10 × ((objective before − objective after) / unit − OPERATION_COST)
 *
 * where the unit is the present objective, or of grids with more than a hundred branches what a hundred average ones
 * make of it.
 */
export class SwitchingTask {
  base!: Situation;
  /** The objective at `base`; 1 where that is nothing a grid without load. */
  private present_mw = 1;
  /** What gains are measured in. */
  private unit_mw = 1;
  private readonly evaluator: Evaluator;
  private readonly offered = new WeakMap<Situation, Options>();
  private state!: OptimizerState;
  private riskWeight = 0;

  constructor(
    private readonly grid: Grid,
    private readonly incidence: Incidence,
  ) {
    this.evaluator = new Evaluator(grid);
  }

  /** Takes a new present state; the bus of the greatest mismatch where it has no solution, otherwise null. */
  begin(state: OptimizerState, riskWeight: number): { worstBus: number; mismatch_pu: number } | null {
    this.state = state;
    this.riskWeight = riskWeight;
    const begun = this.evaluator.begin(state, riskWeight);
    if ('status' in begun) return begun;
    this.base = begun;
    const { objective_mw } = begun.worth;
    this.present_mw = objective_mw > 1e-9 ? objective_mw : 1;
    this.unit_mw = this.present_mw * localShare(this.grid.branchCount);
    return null;
  }

  options(situation: Situation): Options {
    let options = this.offered.get(situation);
    if (options === undefined) {
      const { grid, incidence, state, riskWeight } = this;
      const branches = findOptions(grid, incidence, state, riskWeight, situation);
      options = {
        branches,
        rows: describeOptions(grid, incidence, state, riskWeight, situation, branches, this.present_mw),
      };
      this.offered.set(situation, options);
    }
    return options;
  }

  step(situation: Situation, branch: number): Step {
    const after = this.evaluator.after(situation, branch);
    if (after === null) return { situation: null, reward: -REWARD_LIMIT };
    const gain_mw = situation.worth.objective_mw - after.worth.objective_mw;
    const reward = 10 * (gain_mw / this.unit_mw - OPERATION_COST);
    return { situation: after, reward: Math.max(-REWARD_LIMIT, Math.min(REWARD_LIMIT, reward)) };
  }

  /** The objective with the cost of all operations that lead from the present state: what a plan makes small. */
  price({ worth, toggled }: Situation): number {
    return worth.objective_mw + toggled.length * OPERATION_COST * this.unit_mw;
  }

  /** −(loss + risk weight × risk + violations), per MW of demand. */
  standing({ worth }: Situation): number {
    return -worth.objective_mw / demandScale(this.state);
  }
}
