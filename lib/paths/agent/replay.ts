import type { Random } from '../../random';

/** Bytes that the memory may take. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_TRANSITIONS = 8192;

/** What one decision led to. */
export interface Transition {
  readonly state: Float32Array;
  /** The option's row. */
  readonly option: Float32Array;
  /** Per cent of the scale. */
  readonly reward: number;
  /** The hour after, with its options; undefined where only the reward is known. */
  readonly next: { readonly state: Float32Array; readonly options: Float32Array } | undefined;
}

/**
 * The newest transitions (L.-J. Lin, 1992, doi:10.1007/BF00992699), a fixed number of them: as many as take 64 MiB,
 * 8,192 at most.
 */
export class Replay {
  readonly capacity: number;
  private readonly kept: Transition[] = [];
  private write = 0;

  /** `floats`: figures of a transition, at most. */
  constructor(floats: number, most = MOST_TRANSITIONS) {
    this.capacity = Math.max(64, Math.min(most, Math.floor(MOST_BYTES / (4 * floats))));
  }

  get size(): number {
    return this.kept.length;
  }

  add(transition: Transition): void {
    this.kept[this.write] = transition;
    this.write = (this.write + 1) % this.capacity;
  }

  draw(random: Random): Transition {
    return this.kept[random.below(this.kept.length)];
  }
}
