import { availableParallelism } from 'node:os';
import { gridError } from '../errors';
import type { WorkerPool } from './pool';

/** More threads than this are refused: each holds the grid and a solver of its own. */
export const MOST_THREADS = 64;

/** A thread that has less to do than this costs more to start than it saves, milliseconds. */
const WORTH_A_THREAD_MS = 200;

export interface ThreadOptions {
  /**
   * Threads beside the caller's own. With 0 or 1 the caller's own does the work and lets events in between pieces of
   * it; as many as pay where nothing is said.
   */
  threads?: number;
  /** Ends the work: the threads are ended, and the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /** Where the threads come from; the process's pool where nothing is said. */
  pool?: WorkerPool;
}

/** How many threads work of this size is given, in so many pieces; below 2, the caller's own. INVALID_SETTING. */
export function threadsFor(asked: number | undefined, work_ms: number, pieces: number): number {
  if (asked === undefined)
    return Math.min(availableParallelism(), Math.floor(work_ms / WORTH_A_THREAD_MS), pieces);
  if (!Number.isInteger(asked) || asked < 0 || asked > MOST_THREADS) {
    const allowed = `a whole number from 0 to ${MOST_THREADS}`;
    throw gridError('INVALID_SETTING', { at: 'threads', got: asked, allowed });
  }
  return Math.min(asked, pieces);
}
