/**
 * Training on one grid: exact answers for many states give the configurations worth knowing; the network then learns
 * to price them, first from states by themselves (imitation of the solved figures), then from days of decisions.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { Random } from '../../random';
import type { Clock } from '../types';
import { Encoder } from './encoder';
import { Learner } from './learner';
import { type AgentModel, MOST_KNOWN } from './model/model';
import { Practice } from './practice';
import type { Scenarios } from './scenarios';
import type { ConfigurationSpace, SwitchingState } from './types';

export interface TrainingOptions {
  readonly seed: number;
  /** Ends at whichever comes first. */
  readonly time_limit_ms: number;
  readonly episodes: number;
}

/** A point of the learning curve: means since the last. */
export interface TrainingProgress {
  readonly phase: 'labels' | 'imitation' | 'days';
  readonly elapsed_ms: number;
  /** Of the phase. */
  readonly episode: number;
  /** Distinct configurations among the exact answers. */
  readonly known: number;
  /** Huber's loss of the minibatches. */
  readonly loss: number;
  /** Mean reward of an hour's decision, per cent of the losses at nominal load; 0 outside of days. */
  readonly reward: number;
}

export interface Training {
  readonly model: AgentModel;
  readonly states: number;
  readonly exact: boolean;
  readonly episodes: number;
  readonly curve: readonly TrainingProgress[];
  readonly elapsed_ms: number;
}

/** Parts of the time, and what is done in them at most. */
const LABEL_SHARE = 0.2;
const MOST_LABELS = 2000;
const IMITATION_SHARE = 0.35;
const MOST_IMITATIONS = 4000;
const EPSILON_DECAY = 0.995;
const EPSILON_FLOOR = 0.05;
const REPORT_EVERY_MS = 1000;

/** `report` hears of the learning curve about once a second. */
export function trainAgent(
  grid: Grid,
  space: ConfigurationSpace,
  scenarios: Scenarios,
  scale_mw: number,
  options: TrainingOptions,
  clock: Clock,
  report: (progress: TrainingProgress) => void = () => undefined,
): Training {
  return new Trainer(grid, space, scenarios, scale_mw, options, clock, report).run();
}

class Trainer {
  private readonly began: number;
  private readonly draws: Random;
  private readonly curve: TrainingProgress[] = [];
  private readonly learner: Learner;
  private readonly practice: Practice;
  private readonly counts = new Map<string, { live: Uint8Array; count: number }>();
  private library: readonly Uint8Array[] = [];
  private exact = true;
  private reported = 0;
  private rewardSum = 0;
  private hours = 0;

  constructor(
    private readonly grid: Grid,
    private readonly space: ConfigurationSpace,
    private readonly scenarios: Scenarios,
    private readonly scale_mw: number,
    private readonly options: TrainingOptions,
    private readonly clock: Clock,
    private readonly report: (progress: TrainingProgress) => void,
  ) {
    const { seed } = options;
    this.began = clock();
    this.draws = new Random(seed, 1);
    const encoder = new Encoder(grid, space.free, scale_mw);
    const { stateSize, optionSize } = encoder;
    this.learner = new Learner(stateSize, optionSize, new Random(seed, 2), new Random(seed, 3));
    this.practice = new Practice(space, encoder, this.learner, this.draws);
  }

  run(): Training {
    const { options } = this;
    const states = this.learnConfigurations();
    const imitations = Math.min(MOST_IMITATIONS, 4 * options.episodes);
    for (let n = 0; n < imitations && this.within(LABEL_SHARE + IMITATION_SHARE); n++) {
      const [state] = this.scenarios.day(this.draws, 1);
      this.practice.imitate(this.startFrom(state), this.library);
      this.tell('imitation', n + 1);
    }
    let episodes = 0;
    while (episodes < options.episodes && this.within(1)) {
      const day = this.scenarios.day(this.draws);
      const first = this.startFrom(day[0]);
      const epsilon = Math.max(EPSILON_FLOOR, EPSILON_DECAY ** episodes);
      const { reward, hours } = this.practice.play([first, ...day.slice(1)], this.library, epsilon);
      this.rewardSum += reward;
      this.hours += hours;
      episodes++;
      this.tell('days', episodes);
    }
    const { scale_mw, library, exact, curve } = this;
    const weights = Float64Array.from(this.learner.online.dense.weights, Math.fround);
    if (!weights.every(Number.isFinite)) {
      throw gridError('INTERNAL', { at: 'training has left weights that are no numbers' });
    }
    const model = { scale_mw, library, weights };
    return { model, states, exact, episodes, curve, elapsed_ms: this.elapsed_ms };
  }

  private get elapsed_ms(): number {
    return this.clock() - this.began;
  }

  private within(share: number): boolean {
    return this.elapsed_ms < share * this.options.time_limit_ms;
  }

  /** The best configurations of many states, the most frequent first; that of nominal load is always among them. */
  private learnConfigurations(): number {
    const { draws, scenarios, space } = this;
    const most = Math.min(MOST_LABELS, 4 * this.options.episodes);
    let states = 0;
    let attempts = 0;
    do {
      // Nominal load first, so that there is one configuration at least.
      const state = attempts++ === 0 ? scenarios.nominal() : scenarios.state(draws);
      if (!space.begin(state)) continue;
      const { live, exact } = space.optimum(this.options.seed);
      this.exact &&= exact;
      const key = live.join('');
      const known = this.counts.get(key);
      if (known === undefined) this.counts.set(key, { live, count: 1 });
      else known.count++;
      this.tell('labels', ++states);
    } while (attempts < most && this.within(LABEL_SHARE));
    if (states === 0) throw nothingSolved(this.grid, attempts);
    const ranked = [...this.counts.values()].sort((a, b) => b.count - a.count);
    this.library = ranked.slice(0, MOST_KNOWN).map(({ live }) => live);
    return states;
  }

  /** Half of the days begin in a configuration of the library. */
  private startFrom(state: SwitchingState): SwitchingState {
    const { draws, library, space } = this;
    const pick = draws.below(2 * Math.max(1, library.length));
    if (pick >= library.length || !space.begin(state)) return state;
    const live = space.complete(library[pick]);
    return { ...state, point: { ...state.point, live } };
  }

  private tell(phase: TrainingProgress['phase'], episode: number): void {
    const { elapsed_ms } = this;
    if (elapsed_ms - this.reported < REPORT_EVERY_MS) return;
    this.reported = elapsed_ms;
    const reward = this.hours === 0 ? 0 : this.rewardSum / this.hours;
    this.rewardSum = 0;
    this.hours = 0;
    const known = this.counts.size;
    const progress = { phase, elapsed_ms, episode, known, loss: this.learner.takeLoss(), reward };
    this.curve.push(progress);
    this.report(progress);
  }
}

function nothingSolved({ network }: Grid, attempts: number): Error {
  return gridError('NO_SOLUTION', {
    at: `network "${network.id}", nominal load and ${attempts - 1} others`,
    got: 'no power flow for any',
    allowed: 'loads that the lines can carry',
  });
}
