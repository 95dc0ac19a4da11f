/** The agent in the flow: a decision a tick, as a plan of single operations; and an episode of learning where asked. */
import type { SwitchingPlan } from '../../contract';
import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import { createPowerFlow, findIslands } from '../../powerflow';
import { Random } from '../../random';
import type { Turn } from '../operations/agent';
import type { ReconfigurationOptions } from '../reconfiguration';
import type { OptimizerState } from '../types';
import { best, type Checked, decide, sameLive } from './decide';
import { Encoder } from './encoder';
import { hoursAhead } from './hours-ahead';
import { Learner } from './learner';
import { type AgentModel, MOST_KNOWN } from './model/model';
import { planFor, type Way } from './plan';
import { Practice } from './practice';
import { standingCost } from './pricing';
import type { WeeklyShapes } from '../types';
import { withoutDark } from './reduced-grid';
import { nominalState } from './nominal-state';
import { createSpaceOf, roughScaleOf, type SpaceKind, spaceKindOf } from './spaces';
import { keepStanding, StandingDecision } from './standing';
import type { ConfigurationSpace, SwitchingState } from './types';

export interface AdvisorOptions {
  /** A trained agent of this grid; without one the network starts untrained. */
  readonly model: AgentModel | null;
  readonly seed: number;
  /** By which loads move in the hours that are practised; null where the agent does not learn. */
  readonly learnBy: WeeklyShapes | null;
  /** What an operation has to earn, as a share of the losses of an hour at nominal load. */
  readonly switchingShare: number;
}

/** Hours of an episode in the flow. */
const PRACTISED_HOURS = 4;
const EPSILON = 0.1;
/** Transitions that are remembered. */
const MEMORY = 2048;
/** Episodes after which an agent that started untrained is heard on the time after this hour. */
const SEASONED = 500;

/** Sets of dark buses whose spaces are kept. */
const KEPT_PARTS = 4;

/** In larger grids an operation is seen against what so many branches lose on average. */
const COMPARED = 100;

/** Grids with more branches have plans of so many operations at most. */
const LARGE = 200;
const MOST_OPERATIONS = 20;

/** What has supply, and how it may be switched. */
interface Part {
  readonly grid: Grid;
  readonly space: ConfigurationSpace;
}

export class Advisor {
  private readonly kind: SpaceKind;
  private readonly space: ConfigurationSpace;
  private readonly encoder: Encoder;
  private readonly learner: Learner;
  private readonly practice: Practice;
  private readonly flow;
  private readonly vm_set_pu: Float64Array;
  private readonly scale_mw: number;
  /** What an operation has to earn. */
  private readonly price_mw: number;
  private standing: StandingDecision | undefined;
  /** The plan of the standing decision, from these positions. */
  private planned: { standing: StandingDecision; live: Uint8Array; plan: SwitchingPlan | null } | undefined;
  private library: readonly Uint8Array[];
  private readonly parts = new Map<string, Part>();
  private episodes = 0;

  constructor(
    private readonly grid: Grid,
    private readonly options: AdvisorOptions,
  ) {
    const { model, seed } = options;
    this.kind = spaceKindOf(grid);
    this.scale_mw = model?.scale_mw ?? roughScaleOf(grid);
    this.price_mw = options.switchingShare * this.scale_mw * Math.min(1, COMPARED / grid.branchCount);
    this.space = createSpaceOf(this.kind, grid, this.scale_mw, limitsFor(grid));
    this.encoder = new Encoder(grid, this.space.free, this.scale_mw);
    const { stateSize, optionSize } = this.encoder;
    this.learner = new Learner(stateSize, optionSize, new Random(seed, 2), new Random(seed, 3), MEMORY);
    if (model !== null) {
      this.learner.online.dense.weights.set(model.weights);
      this.learner.settle();
    }
    this.library = model?.library ?? [nominalState(grid).point.live];
    this.practice = new Practice(this.space, this.encoder, this.learner, new Random(seed, 1));
    this.flow = createPowerFlow(grid);
    this.vm_set_pu = Float64Array.from(grid.network.generators, ({ vm_pu }) => vm_pu);
  }

  keep(archive: Archive): void {
    this.learner.keep(archive);
    this.practice.keep(archive);
    this.episodes = archive.number(this.episodes);
    const { length } = archive.json({ length: this.library.length });
    this.library = Array.from({ length }, (_, k) => archive.copy(this.library[k] ?? new Uint8Array()));
    this.standing = keepStanding(archive, this.standing);
    this.keepPlanned(archive);
  }

  /** The plan of the decision that stands. */
  private keepPlanned(archive: Archive): void {
    const { standing, planned } = this;
    const stands = planned !== undefined && planned.standing === standing;
    if (!archive.flag(stands)) {
      this.planned = undefined;
      return;
    }
    const live = archive.copy(planned?.live ?? new Uint8Array());
    const plan = archive.json(planned?.plan ?? null);
    if (standing !== undefined) this.planned = { standing, live, plan };
  }

  /** `learn`: whether an episode of learning may follow, where the agent learns at all. */
  takeTurn(state: OptimizerState, riskWeight: number, learn: boolean): Turn {
    const present = this.stateOf(state, riskWeight);
    const solved = this.flow.solve(present.point);
    if (solved.status === 'not_converged') {
      return { status: 'no_solution', worstBus: solved.worstBus, mismatch_pu: solved.mismatch_pu };
    }
    const { loss_mw } = solved.state;
    const part = this.partOf(present);
    if (part === undefined || !part.space.begin(present)) {
      return { status: 'done', loss_mw, episode: this.episode(present, loss_mw, 0, 0), plan: null };
    }
    const way = this.way(part, present, learn);
    const plan = this.plan(part, present, way, state.sequence);
    const { worth } = plan === null ? way.keep : way.chosen;
    const cost_mw = standingCost(worth, present, this.scale_mw);
    const episode = this.episode(present, worth.loss_mw, worth.risk_mw, cost_mw);
    if (part.space === this.space) this.learnFrom(present, way.chosen.live, learn);
    return { status: 'done', loss_mw, episode, plan };
  }

  /**
   * A decision stands for an hour, as the agent was trained to decide by hours: decided anew at every tick, an
   * operation, whose price is an hour's, would be paid again and again for what loads do from one tick to the next.
   * What only asks (`learn` false) leaves it as it is.
   */
  private way({ space }: Part, state: SwitchingState, learn: boolean): Way {
    const { options, encoder, learner, standing } = this;
    const { live } = state.point;
    if (standing?.holds(state) === true) {
      return {
        // On the way there may be a loop.
        keep: { live, worth: space.solve({ live: space.complete(live) }) },
        chosen: { live: standing.target, worth: space.solve({ live: standing.target }) },
      };
    }
    const heard = options.model !== null || this.episodes > SEASONED;
    const horizon = heard && options.switchingShare > 0;
    const { keep, checked } = decide(space, state, this.library, encoder, learner.online, horizon);
    // An operator would not see why what is worse now should be done: it waits until it is not.
    const now = ({ worth }: Checked) => standingCost(worth, state, this.scale_mw);
    const chosen = best([keep, ...checked.filter((one) => now(one) < now(keep))], this.scale_mw, horizon);
    if (learn) this.standing = new StandingDecision(state, chosen.option.live);
    return {
      keep: { live, worth: keep.worth },
      chosen: { live: chosen.option.live, worth: chosen.worth },
    };
  }

  private stateOf(state: OptimizerState, risk_weight: number): SwitchingState {
    const { demand_mw, demand_mvar, generation_mw, generation_mvar, in_service, hour_of_week } = state;
    const live = state.closed.map((closed, k) => closed & in_service[k] & this.grid.branchUsable[k]);
    const { vm_set_pu } = this;
    return {
      point: { demand_mw, demand_mvar, generation_mw, generation_mvar, vm_set_pu, live },
      available: in_service,
      failure_probability: state.failure_probability,
      hourOfWeek: hour_of_week,
      weights: { loss_weight: 1, risk_weight, switching_cost_mw: this.price_mw },
    };
  }

  /**
   * The configurations of what has supply: what has none is restoration's. Undefined where a part is left to a generator
   * that does not balance otherwise, which nothing should be joined to unseen.
   */
  private partOf({ point }: SwitchingState): Part | undefined {
    const { grid, parts } = this;
    const { energized, complete, balancing } = findIslands(grid, point.live);
    if (balancing.some((g) => grid.isSlack[g] === 0)) return undefined;
    if (complete) return { grid, space: this.space };
    const key = energized.join('');
    let part = parts.get(key);
    if (part === undefined) {
      const reduced = withoutDark(grid, energized);
      part = { grid: reduced, space: createSpaceOf(this.kind, reduced, this.scale_mw, limitsFor(grid)) };
      if (parts.size === KEPT_PARTS) parts.delete(parts.keys().next().value!);
      parts.set(key, part);
    }
    return part;
  }

  /** While a decision stands and nothing was switched, so does its plan: with the figures of the state it was made in. */
  private plan(part: Part, state: SwitchingState, way: Way, sequence: number): SwitchingPlan | null {
    const { standing, planned } = this;
    const stands = standing !== undefined && sameLive(way.chosen.live, standing.target);
    if (stands && planned?.standing === standing && sameLive(planned.live, state.point.live)) {
      return planned.plan;
    }
    const plan = planFor(part.grid, this.kind, state, way, sequence);
    if (stands) this.planned = { standing, live: state.point.live, plan };
    return plan;
  }

  /** What the decision makes of this hour; the reward per MW of demand, so that it does not follow the loads. */
  private episode({ point }: SwitchingState, loss_mw: number, risk: number, cost_mw: number) {
    const demand_mw = point.demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
    return { number: ++this.episodes, loss_mw, risk, reward: -(cost_mw || loss_mw) / (demand_mw || 1) };
  }

  private learnFrom(state: SwitchingState, chosen: Uint8Array, learn: boolean): void {
    const { learnBy } = this.options;
    if (!learn || learnBy === null) return;
    const known = this.library.some((live) => sameLive(live, chosen));
    if (!known && this.library.length < MOST_KNOWN) this.library = [...this.library, chosen];
    this.practice.play(hoursAhead(this.grid, state, learnBy, PRACTISED_HOURS), this.library, EPSILON);
  }
}

/** In large grids what is best may be hundreds of operations away: no plan for anyone, and no work for a tick. */
function limitsFor({ branchCount }: Grid): ReconfigurationOptions {
  return branchCount > LARGE ? { max_operations: MOST_OPERATIONS } : {};
}
