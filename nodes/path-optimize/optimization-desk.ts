import { type Optimization, parseSnapshot, SequenceGuard, type Snapshot } from '../../lib/contract';
import { type GridError, gridError, toGridError } from '../../lib/errors';
import { compileGrid } from '../../lib/grid';
import { instruments } from '../../lib/instruments';
import { describeOptimization, type LikelyFailure, readState } from '../../lib/paths';
import type { KeptBytes } from './kept';
import { type InitOf, type MethodsOf, type Session, sharedPool } from '../../lib/workers';

/** Requests for an optimisation at once that may wait for their answer at the same time. */
const MAX_REQUESTS = 16;

type StateReading = ReturnType<typeof readState>;
type OptimizerSession = Session<MethodsOf<'optimizer'>>;

/** What the optimiser decides and learns outlasts the process, and a thread that dies. */
export interface DeskKeeping {
  kept?: KeptBytes;
  onFault(error: GridError): void;
}

export interface Answer {
  /** With its optimisation. */
  snapshot: Snapshot & { optimization: Optimization };
  reading: StateReading;
  warnings: readonly LikelyFailure[];
}

/**
 * Takes snapshots and requests to the optimiser's thread and brings back described answers, in the order in which
 * they were asked for. One snapshot is worked on and one waits, which a newer one replaces; MAX_REQUESTS requests are
 * held besides.
 */
export class OptimizationDesk {
  /** Snapshots that waited when a newer one came, and those whose thread has died. */
  skipped = 0;
  private readonly grid;
  private readonly guard: SequenceGuard;
  private session: Promise<OptimizerSession> | undefined;
  private newest: { snapshot: Snapshot; reading: StateReading } | undefined;
  private ticking = false;
  /** Lets the snapshot that waits have its turn, or not. */
  private admit: ((turn: boolean) => void) | undefined;
  private requests = 0;
  private lastDescribed: Promise<unknown> = Promise.resolve();

  /** `onSnapshot` is called with each snapshot that can be used, as soon as it comes. */
  constructor(
    private readonly init: InitOf<'optimizer'>,
    private readonly onSnapshot: (snapshot: Snapshot) => void,
    private readonly keeping: DeskKeeping,
  ) {
    this.grid = compileGrid(init.network);
    this.guard = new SequenceGuard(init.network.id);
  }

  /** Optimises a snapshot and adds the result to it; null where it was skipped. Throws what its checks throw. */
  async takeSnapshot(payload: unknown, riskWeight: number): Promise<Answer | null> {
    const snapshot = parseSnapshot(payload);
    this.guard.check(snapshot);
    const reading = readState(this.grid, snapshot);
    this.onSnapshot(snapshot);
    if (this.ticking && !(await this.turn())) return null;
    this.ticking = true;
    try {
      this.newest = { snapshot, reading };
      const { optimization, warnings } = await instruments.time('path_optimize', () =>
        this.optimize(reading, riskWeight, true),
      );
      return { snapshot: Object.assign(snapshot, { optimization }), reading, warnings };
    } finally {
      const next = this.admit;
      this.admit = undefined;
      if (next === undefined) this.ticking = false;
      else next(true);
    }
  }

  /**
   * Optimises the newest snapshot once more, and gives a copy of it with the new result: the first was sent already,
   * and is not changed. Throws NOT_READY before the first snapshot, BUSY where too many requests wait.
   */
  async takeRequest(riskWeight: number): Promise<Answer> {
    if (this.newest === undefined) {
      throw gridError('NOT_READY', {
        at: 'path-optimize has seen no snapshot yet',
        remedy: 'Start the source, or try again after the next tick',
      });
    }
    if (this.requests >= MAX_REQUESTS) {
      throw gridError('BUSY', {
        at: 'requests for an optimisation',
        got: `${this.requests + 1} at once`,
        allowed: `at most ${MAX_REQUESTS}`,
        remedy: 'Wait for the answers',
      });
    }
    const { snapshot, reading } = this.newest;
    this.requests++;
    try {
      const { optimization, warnings } = await this.optimize(reading, riskWeight, false);
      return { snapshot: { ...snapshot, optimization }, reading, warnings };
    } finally {
      this.requests--;
    }
  }

  /** Lets go of the snapshot that waits, and gives the session back. */
  async close(): Promise<void> {
    this.admit?.(false);
    this.admit = undefined;
    await this.closeSession();
  }

  private async openSession(): Promise<OptimizerSession> {
    const { kept, onFault } = this.keeping;
    const session = await sharedPool().open('optimizer', this.init);
    if (kept?.bytes === undefined) return session;
    try {
      await session.call('resume', kept.bytes);
      return session;
    } catch (error) {
      await session.close();
      if (toGridError(error).code !== 'UNREADABLE_STATE') throw error;
      kept.bytes = undefined;
      onFault(toGridError(error));
      return this.openSession();
    }
  }

  /** One that failed is gone already, which is no error here. */
  private async closeSession(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.then((open) => open.close()).catch(() => undefined);
  }

  /** Waits behind the snapshot that is worked on, in place of any that waits there. */
  private turn(): Promise<boolean> {
    if (this.admit !== undefined) {
      this.skipped++;
      instruments.skip('path_optimize');
      this.admit(false);
    }
    return new Promise((resolve) => {
      this.admit = resolve;
    });
  }

  private async optimize(
    { state, loss_mw }: StateReading,
    riskWeight: number,
    learn: boolean,
  ): Promise<{ optimization: Optimization; warnings: readonly LikelyFailure[] }> {
    this.session ??= this.openSession();
    const { session } = this;
    let result: Awaited<ReturnType<OptimizerSession['call']>>;
    try {
      result = await (await session).call('optimize', state, riskWeight, learn);
    } catch (error) {
      if (toGridError(error).code === 'WORKER_FAILED') this.skipped++;
      // A thread that failed is not asked again: the next snapshot opens a new one.
      if (toGridError(error).code !== 'NO_SOLUTION' && this.session === session) await this.closeSession();
      throw error;
    }
    if (learn) this.keeping.kept?.save(async () => (await session).call('state'));
    const described = this.lastDescribed.then(() => describeOptimization(this.grid, state, result, loss_mw));
    this.lastDescribed = described.catch(() => undefined);
    return { optimization: await described, warnings: result.warnings };
  }
}
