import type { Archive } from '../../keeping';
import type { Random } from '../../random';
import { Adam } from '../learning/adam';
import { Replay, type Transition } from './replay';
import { ValueNetwork } from './value-network';

/** γ: what an hour is worth an hour before. */
export const DISCOUNT = 0.95;
const BATCH = 32;
/** Minibatches are drawn only from a memory of this size on. */
const WARM_UP = 256;
/** Share of the way that the target network moves with each minibatch. */
const TARGET_RATE = 0.005;
const RATE = 1e-3;
/** Options of a state, at most, in what is remembered. */
const MOST_OPTIONS = 64;

/**
 * Deep Q-learning (V. Mnih et al., 2015, doi:10.1038/nature14236) with the double estimator (H. van Hasselt, A. Guez
 * and D. Silver, 2016, arXiv:1509.06461), for a value in two parts. The targets of a transition are
 *
 *   r(s, a) ← reward,   F(s, a) ← γ Q'(s', a*),   a* = argmax Q(s', a)
 *
 * with Q' the slowly following target network; the loss is Huber's with threshold 1.
 */
export class Learner {
  readonly online: ValueNetwork;
  private readonly target: ValueNetwork;
  private readonly adam: Adam;
  private readonly replay: Replay;
  private values = new Float64Array();
  /** Mean loss of the minibatches since it was last asked for. */
  private lossSum = 0;
  private lossCount = 0;

  constructor(
    stateSize: number,
    optionSize: number,
    random: Random,
    private readonly draws: Random,
    memory?: number,
  ) {
    this.online = new ValueNetwork(stateSize, optionSize, random);
    this.target = new ValueNetwork(stateSize, optionSize, random);
    this.adam = new Adam(this.online.dense.weights.length, RATE);
    this.replay = new Replay(2 * stateSize + (MOST_OPTIONS + 2) * optionSize, memory);
    this.settle();
  }

  /** The target network becomes the online one, after its weights were set. */
  settle(): void {
    this.target.dense.weights.set(this.online.dense.weights);
  }

  /** What was learned; what it was learned from is not kept, and comes anew. */
  keep(archive: Archive): void {
    archive.array(this.online.dense.weights);
    archive.array(this.target.dense.weights);
    this.adam.keep(archive);
    archive.random(this.draws);
  }

  remember(transition: Transition): void {
    this.replay.add(transition);
  }

  train(minibatches: number): void {
    if (this.replay.size < WARM_UP) return;
    for (let count = 0; count < minibatches; count++) this.trainOnce();
  }

  takeLoss(): number {
    const loss = this.lossCount === 0 ? 0 : this.lossSum / this.lossCount;
    this.lossSum = 0;
    this.lossCount = 0;
    return loss;
  }

  private trainOnce(): void {
    const { dense } = this.online;
    dense.gradient.fill(0);
    for (let row = 0; row < BATCH; row++) {
      const { state, option, reward, next } = this.replay.draw(this.draws);
      const future = next && DISCOUNT * this.best(next);
      dense.share(state);
      const [r, f] = dense.forwardRest(option, 0, state.length);
      const errors = [r - reward, future === undefined ? 0 : f - future];
      for (const error of errors) this.lossSum += huber(error) / BATCH;
      dense.backward(errors.map((error) => Math.max(-1, Math.min(1, error)) / BATCH));
    }
    this.lossCount++;
    this.adam.step(dense.weights, dense.gradient);
    const { weights } = this.target.dense;
    for (let k = 0; k < weights.length; k++) weights[k] += TARGET_RATE * (dense.weights[k] - weights[k]);
  }

  /** Q'(s', a*). */
  private best(next: NonNullable<Transition['next']>): number {
    const count = next.options.length / this.online.optionSize;
    if (this.values.length < 2 * count) this.values = new Float64Array(2 * count);
    const { values } = this;
    this.online.values(next, values);
    let at = 0;
    for (let k = 1; k < count; k++) {
      if (values[2 * k] + values[2 * k + 1] > values[2 * at] + values[2 * at + 1]) at = k;
    }
    const row = next.options.subarray(at * this.online.optionSize, (at + 1) * this.online.optionSize);
    this.target.dense.share(next.state);
    const [r, f] = this.target.dense.forwardRest(row, 0, next.state.length);
    return r + f;
  }
}

function huber(error: number): number {
  const size = Math.abs(error);
  return size <= 1 ? (size * size) / 2 : size - 0.5;
}
