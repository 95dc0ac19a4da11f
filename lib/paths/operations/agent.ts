import type { Episode, SwitchingPlan } from '../../contract';
import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import { Random } from '../../random';
import type { Incidence } from '../routing';
import type { OptimizerState } from '../types';
import { type Effort, effortFor } from './effort';
import { exploring, greedy, playEpisode } from './episode';
import { searchPlan } from './plan';
import { QLearner } from './q-learner';
import { SwitchingTask } from './task';

/** Exploration: the chance of a random choice falls by this factor an episode, down to the floor. */
const EPSILON_DECAY = 0.99;
const EPSILON_FLOOR = 0.05;

export type Turn =
  | { status: 'done'; loss_mw: number; episode: Episode; plan: SwitchingPlan | null }
  | { status: 'no_solution'; worstBus: number; mismatch_pu: number };

/**
 * The learning agent. A turn is one tick: it plays one exploring episode, looks for a plan, and learns a little from
 * everything that was solved on the way. The same seed and the same turns give the same answers.
 */
export class SwitchingAgent {
  readonly task: SwitchingTask;
  readonly learner: QLearner;
  readonly effort: Effort;
  private readonly random: Random;
  private episodes = 0;

  constructor(
    private readonly grid: Grid,
    incidence: Incidence,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.task = new SwitchingTask(grid, incidence);
    this.learner = new QLearner(this.random);
    this.effort = effortFor(grid.branchCount);
  }

  keep(archive: Archive): void {
    this.learner.keep(archive);
    this.episodes = archive.number(this.episodes);
  }

  takeTurn(state: OptimizerState, riskWeight: number): Turn {
    const { task, learner, effort } = this;
    const failed = task.begin(state, riskWeight);
    if (failed !== null) return { ...failed, status: 'no_solution' };
    const epsilon = Math.max(EPSILON_FLOOR, EPSILON_DECAY ** this.episodes);
    const policy = exploring(greedy(learner), epsilon, this.random);
    const end = playEpisode(task, policy, effort.depth, learner);
    const plan = searchPlan(this.grid, task, learner, effort, state.sequence);
    learner.train(effort.minibatches);
    this.episodes++;
    return {
      status: 'done',
      loss_mw: task.base.worth.loss_mw,
      plan,
      episode: {
        number: this.episodes,
        loss_mw: end.worth.loss_mw,
        risk: end.worth.risk_mw,
        reward: task.standing(end),
      },
    };
  }
}
