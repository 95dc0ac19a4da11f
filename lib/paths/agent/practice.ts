/** What an agent learns from: states by themselves, and hours of decisions one after the other. */
import type { Archive } from '../../keeping';
import type { Random } from '../../random';
import { type Decision, decide } from './decide';
import type { Encoder } from './encoder';
import type { Learner } from './learner';
import { costOf } from './pricing';
import type { ConfigurationSpace, Option, SwitchingState } from './types';

const MINIBATCHES_A_STATE = 4;
const MINIBATCHES_AN_HOUR = 1;
/** Rewards are cut off here, per cent of the scale: what violates limits would drown what is to be learned. */
const LIMIT = 300;

/** Rewards of the hours that were played. */
export interface Played {
  reward: number;
  hours: number;
}

export class Practice {
  constructor(
    private readonly space: ConfigurationSpace,
    private readonly encoder: Encoder,
    private readonly learner: Learner,
    private readonly draws: Random,
  ) {}

  keep(archive: Archive): void {
    archive.random(this.draws);
  }

  /** One state by itself: its options are solved, and their rewards remembered. */
  imitate(state: SwitchingState, library: readonly Uint8Array[]): void {
    const { space, encoder, learner } = this;
    if (!space.begin(state)) return;
    const options = space.options(library);
    const encoded = encoder.encode(state, options, space.least_mw);
    for (const [place, option] of options.entries()) {
      const reward = this.rewardOf(state, option, encoded.baseline_mw);
      learner.remember({ ...this.rowOf(encoded, place), reward, next: undefined });
    }
    learner.train(MINIBATCHES_A_STATE);
  }

  /** Hours of decisions, some of them at random; what one hour leaves is what the next begins with. */
  play(day: readonly SwitchingState[], library: readonly Uint8Array[], epsilon: number): Played {
    const { space, encoder, learner } = this;
    const played = { reward: 0, hours: 0 };
    let state = day[0];
    if (!space.begin(state)) return played;
    let decision = decide(space, state, library, encoder, learner.online);
    for (let hour = 0; hour < day.length; hour++) {
      const { encoded } = decision;
      const place = this.choose(decision, epsilon);
      const option = decision.options[place];
      const reward = this.rewardOf(state, option, encoded.baseline_mw);
      played.reward += reward;
      played.hours++;
      this.rememberChecked(decision, state, place);
      const row = this.rowOf(encoded, place);
      const next = day[hour + 1] && {
        ...day[hour + 1],
        point: { ...day[hour + 1].point, live: option.live },
      };
      if (next === undefined || !space.begin(next)) {
        learner.remember({ ...row, reward, next: undefined });
        break;
      }
      state = next;
      decision = decide(space, state, library, encoder, learner.online);
      const { state: nextState, options } = decision.encoded;
      learner.remember({ ...row, reward, next: { state: nextState, options } });
      learner.train(MINIBATCHES_AN_HOUR);
    }
    return played;
  }

  /** The place of the chosen option, or a random one; where greedy was chosen, which has none, the best that has. */
  private choose({ chosen, checked, options }: Decision, epsilon: number): number {
    if (this.draws.next() < epsilon) return this.draws.below(options.length);
    const offered = checked.filter(({ place }) => place >= 0);
    const own = offered.find(({ option }) => option === chosen.option);
    return (own ?? offered.reduce((best, one) => (one.cost_mw < best.cost_mw ? one : best))).place;
  }

  private rememberChecked({ checked, encoded }: Decision, state: SwitchingState, but: number): void {
    for (const { place, worth, option } of checked) {
      if (place < 0 || place === but) continue;
      const cost_mw = costOf(worth, option, state, this.encoder.scale_mw);
      const reward = this.percent(encoded.baseline_mw - cost_mw);
      this.learner.remember({ ...this.rowOf(encoded, place), reward, next: undefined });
    }
  }

  private rowOf({ state, options }: Decision['encoded'], place: number) {
    const { optionSize } = this.encoder;
    return { state, option: options.slice(place * optionSize, (place + 1) * optionSize) };
  }

  private rewardOf(state: SwitchingState, option: Option, baseline_mw: number): number {
    const cost_mw = costOf(this.space.solve(option), option, state, this.encoder.scale_mw);
    return this.percent(baseline_mw - cost_mw);
  }

  private percent(gain_mw: number): number {
    return Math.max(-LIMIT, Math.min(LIMIT, (100 * gain_mw) / this.encoder.scale_mw));
  }
}
