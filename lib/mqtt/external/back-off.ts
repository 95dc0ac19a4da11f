import { FIRST_RECONNECT_MS, LAST_RECONNECT_MS } from './limits';

/**
 * Waits between attempts, doubled from the first to the last. Each is between half and the whole of its figure by
 * chance, so that publishers who lost the same broker do not all come back at the same moment.
 */
export class BackOff {
  private ms = FIRST_RECONNECT_MS;

  /** `random` gives numbers from 0 to below 1. */
  constructor(private readonly random: () => number) {}

  next(): number {
    const wait = this.ms * (1 - this.random() / 2);
    this.ms = Math.min(this.ms * 2, LAST_RECONNECT_MS);
    return wait;
  }

  reset(): void {
    this.ms = FIRST_RECONNECT_MS;
  }
}
