import type { Random } from '../../random';
import { FEATURES } from './features';
import { MAX_OPTIONS } from './options';

/** What one switching operation led to. */
export interface Transition {
  /** Features of the operation, in the state where it was done. */
  features: ArrayLike<number>;
  reward: number;
  /** Rows of features, one for each operation that can follow; none where nothing does. */
  next: ArrayLike<number>;
}

/**
 * The newest transitions, a fixed number of them (L.-J. Lin, 1992, doi:10.1007/BF00992699), in 32-bit floats: at
 * most about 8 MB. Blocks of memory are taken as they are needed.
 */
export class Replay {
  static readonly CAPACITY = 4096;
  size = 0;
  private write = 0;
  private readonly features = new Float32Array(Replay.CAPACITY * FEATURES);
  private readonly rewards = new Float32Array(Replay.CAPACITY);
  private readonly next: Float32Array[] = [];

  add({ features, reward, next }: Transition): void {
    const at = this.write;
    this.features.set(features, at * FEATURES);
    this.rewards[at] = reward;
    this.next[at] = Float32Array.from(next).subarray(0, MAX_OPTIONS * FEATURES);
    this.write = (at + 1) % Replay.CAPACITY;
    this.size = Math.min(this.size + 1, Replay.CAPACITY);
  }

  draw(random: Random): Transition {
    const at = random.below(this.size);
    return {
      features: this.features.subarray(at * FEATURES, (at + 1) * FEATURES),
      reward: this.rewards[at],
      next: this.next[at],
    };
  }
}
