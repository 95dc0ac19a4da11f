/** What is looked into in a second, and what is kept of the rest: one sample a point, with the time at which it came. */
import type { Sample } from './decode';
import type { Moment } from './state';

/** So many messages a point in a second, and so many besides. */
const MESSAGES_A_POINT = 50;
const MESSAGES_BESIDES = 1000;

export interface Held {
  sample: Sample;
  came: Moment;
}

export class FloodGate {
  private readonly most: number;
  private messages = 0;
  private second_s = Number.NEGATIVE_INFINITY;
  private readonly held = new Map<number, Held>();

  constructor(points: number) {
    this.most = MESSAGES_A_POINT * points + MESSAGES_BESIDES;
  }

  /** Whether another message is taken at once. Seconds begin with the first message after the one before. */
  admits({ steady_s }: Moment): boolean {
    if (this.isOver({ steady_s })) {
      this.second_s = steady_s;
      this.messages = 0;
    }
    return ++this.messages <= this.most;
  }

  /** Whether the second is over in which samples were held back. */
  isOver({ steady_s }: Pick<Moment, 'steady_s'>): boolean {
    return steady_s < this.second_s || steady_s - this.second_s >= 1;
  }

  /** Keeps the newest sample of each point. */
  hold(samples: readonly Sample[], came: Moment): void {
    for (const sample of samples) {
      this.held.delete(sample.point);
      this.held.set(sample.point, { sample, came });
    }
  }

  /** What was held back, in the order in which it came. */
  release(): Held[] {
    const held = [...this.held.values()];
    this.held.clear();
    return held;
  }
}
