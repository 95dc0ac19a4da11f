import type { Archive } from '../../keeping';
import type { Random } from '../../random';
import { Adam } from '../learning/adam';
import { DenseNetwork } from '../learning/dense-network';
import { FEATURES } from './features';
import { Replay, type Transition } from './replay';

const HIDDEN = [32, 32];
/** γ: what a gain of the step after next is worth now. */
const DISCOUNT = 0.9;
const BATCH = 32;
/** Minibatches are drawn only from a replay of this size on. */
const WARM_UP = 64;
/** Share of the way that the target network moves with each minibatch. */
const TARGET_RATE = 0.01;

/**
 * Deep Q-learning (V. Mnih et al., 2015, doi:10.1038/nature14236) with the double estimator (H. van Hasselt, A. Guez
 * and D. Silver, 2016, arXiv:1509.06461). One network scores one operation from its features, so the same weights
 * serve any grid and any number of operations. Keeping the configuration ends an episode and gains nothing: its
 * value is 0 by definition, and not learned. The target of a transition is
 *
 *   y = reward + γ max(0, Q'(s', a*)),   a* = argmax Q(s', a)
 *
 * with Q' the slowly following target network; the loss is Huber's with threshold 1.
 */
export class QLearner {
  private readonly online: DenseNetwork;
  private readonly target: DenseNetwork;
  private readonly adam: Adam;
  private readonly replay = new Replay();

  constructor(private readonly random: Random) {
    this.online = new DenseNetwork([FEATURES, ...HIDDEN, 1], random);
    this.target = new DenseNetwork([FEATURES, ...HIDDEN, 1], random);
    this.target.weights.set(this.online.weights);
    this.adam = new Adam(this.online.weights.length);
  }

  /** What the operation whose features begin at `offset` is worth, in units of reward. */
  value(features: ArrayLike<number>, offset = 0): number {
    return this.online.score(features, offset);
  }

  /** What was learned; what it was learned from is not kept, and comes anew. */
  keep(archive: Archive): void {
    archive.array(this.online.weights);
    archive.array(this.target.weights);
    this.adam.keep(archive);
    archive.random(this.random);
  }

  remember(transition: Transition): void {
    this.replay.add(transition);
  }

  train(minibatches: number): void {
    if (this.replay.size < WARM_UP) return;
    for (let count = 0; count < minibatches; count++) this.trainOnce();
  }

  private trainOnce(): void {
    const { online, target } = this;
    online.gradient.fill(0);
    for (let row = 0; row < BATCH; row++) {
      const transition = this.replay.draw(this.random);
      const wanted = transition.reward + DISCOUNT * this.future(transition.next);
      const error = online.score(transition.features) - wanted;
      online.backward([Math.max(-1, Math.min(1, error)) / BATCH]);
    }
    this.adam.step(online.weights, online.gradient);
    for (let k = 0; k < target.weights.length; k++) {
      target.weights[k] += TARGET_RATE * (online.weights[k] - target.weights[k]);
    }
  }

  private future(next: ArrayLike<number>): number {
    let best = Number.NEGATIVE_INFINITY;
    let bestAt = -1;
    for (let at = 0; at < next.length; at += FEATURES) {
      const value = this.online.score(next, at);
      if (value > best) {
        best = value;
        bestAt = at;
      }
    }
    return bestAt < 0 || best <= 0 ? 0 : Math.max(0, this.target.score(next, bestAt));
  }
}
