import type { ReconfigurationOutcome } from './types';

/** What a search hands over, to be confirmed. */
export interface Searched {
  method: ReconfigurationOutcome['method'];
  ended: ReconfigurationOutcome['ended'];
  /** Per branch: 1 where it is closed in the best configuration found. */
  live: Uint8Array;
  /** Whether that keeps all limits. */
  holds: boolean;
  configurations: number;
  estimates: number;
  power_flows: number;
  /** No allowed configuration that keeps all limits has a smaller objective; undefined where no bound is valid. */
  bound_mw: number | undefined;
}
