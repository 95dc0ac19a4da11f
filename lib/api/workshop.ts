import { gridError } from '../errors';
import { MOST_MAKING, MOST_WAITING_TO_BE_MADE } from './limits';

/**
 * Documents that queries ask for, a few at a time: each holds what is written of it so far, and there is no end of
 * different queries. The others wait in the order in which they came.
 */
export class Workshop {
  private readonly waiting: (() => void)[] = [];
  private making = 0;

  constructor(
    private readonly most = MOST_MAKING,
    private readonly mostWaiting = MOST_WAITING_TO_BE_MADE,
  ) {}

  /** Makes it when there is a place; BUSY where too many wait. */
  async make<T>(write: () => Promise<T>): Promise<T> {
    if (this.making >= this.most) {
      if (this.waiting.length >= this.mostWaiting) {
        throw gridError('BUSY', {
          at: `${this.mostWaiting} answers to other queries are waited for`,
          remedy: 'Ask again in a moment',
        });
      }
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.making += 1;
    try {
      return await write();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.making -= 1;
      else next();
    }
  }
}
