import { gridError } from '../../errors';
import { MOST_STREAMS, MOST_STREAMS_PER_ADDRESS } from '../limits';

/** How many streams are open, in all and of each address. */
export class Admission {
  private readonly perAddress = new Map<string, number>();
  size = 0;

  /** Counts one more, until what is given is called; BUSY where there are too many. */
  admit(address: string): () => void {
    const ofAddress = this.perAddress.get(address) ?? 0;
    const tooManyOfIt = ofAddress >= MOST_STREAMS_PER_ADDRESS;
    if (this.size >= MOST_STREAMS || tooManyOfIt) {
      throw gridError('BUSY', {
        at: tooManyOfIt ? 'streams of this address' : 'streams',
        got: tooManyOfIt ? ofAddress : this.size,
        allowed: `${MOST_STREAMS} at the same time, ${MOST_STREAMS_PER_ADDRESS} of one address`,
        remedy: 'Close one, or ask again in a moment',
      });
    }
    this.count(address, 1);
    let held = true;
    return () => {
      if (held) this.count(address, -1);
      held = false;
    };
  }

  private count(address: string, change: number): void {
    this.size += change;
    const left = (this.perAddress.get(address) ?? 0) + change;
    if (left > 0) this.perAddress.set(address, left);
    else this.perAddress.delete(address);
  }
}
