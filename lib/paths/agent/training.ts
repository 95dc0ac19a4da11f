/**
 * Training on one grid: exact answers for many states give the configurations worth knowing; the network then learns
 * to price them, first from states by themselves (imitation of the solved figures), then from days of decisions.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { Random } from '../../random';
import type { Clock } from '../optimizer';
import { type Decision, decide } from './decide';
import { Encoder } from './encoder';
import { Learner } from './learner';
import { type AgentModel, MOST_KNOWN } from './model/model';
import { costOf } from './pricing';
import type { Scenarios } from './scenarios';
import type { ConfigurationSpace, Option, SwitchingState } from './types';

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
const MINIBATCHES_A_STATE = 4;
const MINIBATCHES_AN_HOUR = 1;
const EPSILON_DECAY = 0.995;
const EPSILON_FLOOR = 0.05;
const REPORT_EVERY_MS = 1000;
/** Rewards are cut off here, per cent of the scale: what violates limits would drown what is to be learned. */
const LIMIT = 300;

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
  private readonly encoder: Encoder;
  private readonly learner: Learner;
  private readonly counts = new Map<string, { live: Uint8Array; count: number }>();
  private library: readonly Uint8Array[] = [];
  private exact = true;
  private reported = 0;
  private rewardSum = 0;
  private hours = 0;

  constructor(
    grid: Grid,
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
    this.encoder = new Encoder(grid, space.free, scale_mw);
    const { stateSize, optionSize } = this.encoder;
    this.learner = new Learner(stateSize, optionSize, new Random(seed, 2), new Random(seed, 3));
  }

  run(): Training {
    const { options } = this;
    const states = this.learnConfigurations();
    const imitations = Math.min(MOST_IMITATIONS, 4 * options.episodes);
    for (let n = 0; n < imitations && this.within(LABEL_SHARE + IMITATION_SHARE); n++) {
      this.imitate();
      this.tell('imitation', n + 1);
    }
    let episodes = 0;
    while (episodes < options.episodes && this.within(1)) {
      this.playDay(Math.max(EPSILON_FLOOR, EPSILON_DECAY ** episodes));
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
    do {
      const state = scenarios.state(draws);
      if (!space.begin(state)) continue;
      const { live, exact } = space.optimum(this.options.seed);
      this.exact &&= exact;
      const key = live.join('');
      const known = this.counts.get(key);
      if (known === undefined) this.counts.set(key, { live, count: 1 });
      else known.count++;
      this.tell('labels', ++states);
    } while (states < most && this.within(LABEL_SHARE));
    const ranked = [...this.counts.values()].sort((a, b) => b.count - a.count);
    this.library = ranked.slice(0, MOST_KNOWN).map(({ live }) => live);
    return states;
  }

  /** One state by itself: its options are solved, and their rewards remembered. */
  private imitate(): void {
    const { draws, scenarios, space, encoder } = this;
    const [state] = scenarios.day(draws, 1);
    const present = this.startFrom(state);
    if (!space.begin(present)) return;
    const options = space.options(this.library);
    const encoded = encoder.encode(present, options);
    for (const [place, option] of options.entries()) {
      const reward = this.rewardOf(present, option, encoded.baseline_mw);
      this.learner.remember({ ...this.rowOf(encoded, place), reward, next: undefined });
    }
    this.learner.train(MINIBATCHES_A_STATE);
  }

  /** A day of decisions, hour by hour, some of them at random. */
  private playDay(epsilon: number): void {
    const { draws, scenarios, space, encoder, learner } = this;
    const prepared = { encoder, network: learner.online, library: this.library };
    const day = scenarios.day(draws);
    let state = this.startFrom(day[0]);
    if (!space.begin(state)) return;
    let decision = decide(space, state, this.library, encoder, prepared.network);
    for (let hour = 0; hour < day.length; hour++) {
      const { encoded } = decision;
      const place = this.choose(decision, epsilon);
      const option = decision.options[place];
      const reward = this.rewardOf(state, option, encoded.baseline_mw);
      this.rewardSum += reward;
      this.hours++;
      this.rememberChecked(decision, state, place);
      const row = this.rowOf(encoded, place);
      if (hour + 1 === day.length) {
        learner.remember({ ...row, reward, next: undefined });
        break;
      }
      const next = { ...day[hour + 1], point: { ...day[hour + 1].point, live: option.live } };
      if (!space.begin(next)) break;
      state = next;
      decision = decide(space, state, this.library, encoder, prepared.network);
      const { state: nextState, options } = decision.encoded;
      learner.remember({ ...row, reward, next: { state: nextState, options } });
      learner.train(MINIBATCHES_AN_HOUR);
    }
  }

  /** The place of the chosen option, or a random one; the greedy answer has none where it is not offered. */
  private choose({ chosen, checked, options }: Decision, epsilon: number): number {
    if (this.draws.next() < epsilon) return this.draws.below(options.length);
    const { place } = checked.find(({ option }) => option === chosen.option)!;
    return Math.max(0, place);
  }

  private rememberChecked({ checked, encoded }: Decision, state: SwitchingState, but: number): void {
    for (const { place, worth, option } of checked) {
      if (place < 0 || place === but) continue;
      const cost_mw = costOf(worth, option, state, this.scale_mw);
      const reward = this.percent(encoded.baseline_mw - cost_mw);
      this.learner.remember({ ...this.rowOf(encoded, place), reward, next: undefined });
    }
  }

  private rowOf({ state, options }: Decision['encoded'], place: number) {
    const { optionSize } = this.encoder;
    return { state, option: options.slice(place * optionSize, (place + 1) * optionSize) };
  }

  private rewardOf(state: SwitchingState, option: Option, baseline_mw: number): number {
    return this.percent(baseline_mw - costOf(this.space.solve(option), option, state, this.scale_mw));
  }

  /** Cut off where violations would drown what is to be learned. */
  private percent(gain_mw: number): number {
    return Math.max(-LIMIT, Math.min(LIMIT, (100 * gain_mw) / this.scale_mw));
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
