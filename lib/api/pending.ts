import type { Snapshot } from '../contract';
import { type GridError, gridError } from '../errors';

export interface PendingOptions {
  /** Optimisations that may be waited for at the same time. */
  limit: number;
  timeout_s: number;
  /** Calls back after that many milliseconds; gives what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

interface Waiting {
  settle(snapshot: Snapshot): void;
  fail(error: GridError): void;
}

/** Optimisations that were asked for and have not come back yet. */
export class PendingOptimizations {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly options: PendingOptions) {}

  get size(): number {
    return this.waiting.size;
  }

  /**
   * Waits for the state that carries this id. BUSY where too many wait already, TIMEOUT where it does not come;
   * forgotten when the signal is aborted.
   */
  wait(id: string, signal?: AbortSignal): Promise<Snapshot> {
    const { limit, timeout_s, after } = this.options;
    if (this.waiting.size >= limit) {
      throw gridError('BUSY', {
        at: `${limit} optimisations are being waited for`,
        remedy: 'Ask again in a moment',
      });
    }
    return new Promise((resolve, reject) => {
      const abort = () => forget(() => reject(gridError('TIMEOUT', { at: 'nobody waits any more' })));
      const cancel = after(timeout_s * 1000, () => forget(() => reject(late(timeout_s))));
      const forget = (then: () => void) => {
        cancel();
        signal?.removeEventListener('abort', abort);
        this.waiting.delete(id);
        then();
      };
      signal?.addEventListener('abort', abort);
      this.waiting.set(id, {
        settle: (snapshot) => forget(() => resolve(snapshot)),
        fail: (error) => forget(() => reject(error)),
      });
      if (signal?.aborted === true) abort();
    });
  }

  /** Answers the one that waits for this id; false where none does. */
  settle(id: string, snapshot: Snapshot): boolean {
    const one = this.waiting.get(id);
    one?.settle(snapshot);
    return one !== undefined;
  }

  /** Refuses the one that waits for this id; false where none does. */
  fail(id: string, error: GridError): boolean {
    const one = this.waiting.get(id);
    one?.fail(error);
    return one !== undefined;
  }

  /** Refuses all that wait. */
  close(error: GridError): void {
    for (const one of [...this.waiting.values()]) one.fail(error);
  }
}

function late(timeout_s: number): GridError {
  return gridError('TIMEOUT', {
    at: `no optimised state came back within ${timeout_s} s`,
    remedy: 'See that path-optimize is running and that its output leads back to grid-api',
  });
}
