import type { Random } from '../../random';
import { DenseNetwork } from '../learning/dense-network';
import type { Encoded } from './encoder';

export const HIDDEN = [64, 32] as const;

/**
 * Q(s, a) as the sum of two outputs: what the hour brings, r(s, a), and what is left of the time after it, F(s, a) =
 * γ max Q(s', a'). Held apart, so that the solved reward can take the place of the first (R. S. Sutton and A. G. Barto,
 * "Reinforcement Learning", 2nd ed., section 6.8, on afterstates). Both in per cent of the scale.
 */
export class ValueNetwork {
  readonly dense: DenseNetwork;

  constructor(
    readonly stateSize: number,
    readonly optionSize: number,
    random: Random,
  ) {
    this.dense = new DenseNetwork([stateSize + optionSize, ...HIDDEN, 2], random);
  }

  /** Reward and future of each option: two figures an option, into `into`. */
  values({ state, options }: Pick<Encoded, 'state' | 'options'>, into: Float64Array): void {
    this.dense.share(state);
    for (let row = 0, at = 0; at < options.length; row++, at += this.optionSize) {
      into.set(this.dense.forwardRest(options, at, this.stateSize), 2 * row);
    }
  }
}
