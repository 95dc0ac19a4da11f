import type { GridCommand, IssuedPlan, Network, Snapshot } from '../../lib/contract';
import { type GridError, gridError, toGridError } from '../../lib/errors';
import { instruments } from '../../lib/instruments';
import {
  builtinShapes,
  readLoadShapes,
  readScenario,
  readWeather,
  Run,
  type SimulatorTick,
  SnapshotWriter,
} from '../../lib/scada';
import { type MethodsOf, type Session, sharedPool } from '../../lib/workers';
import type { ScadaSimSettings } from './settings';

export interface SourceOptions {
  settings: ScadaSimSettings;
  network: Promise<Network>;
  newRunId(): string;
  /** Where the run is kept; nowhere where nothing is said. */
  file?: string;
  now_s(): number;
  onSnapshot(snapshot: Snapshot): void;
  /** Why a run that was kept is not the one that goes on. */
  onNotice(error: GridError): void;
  onError(error: unknown): void;
}

/** A plan that is being carried out, and who waits for its end. */
interface Running {
  resolve(): void;
  reject(error: Error): void;
}

interface Opened {
  run: Run;
  network: Network;
  session: Session<MethodsOf<'simulator'>>;
  writer: SnapshotWriter;
}

/** Ticks a simulator that lives in a worker thread. A tick that would overlap the last is skipped and counted. */
export class Source {
  private opened: Promise<Opened> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastError: string | undefined;
  private ticking = false;
  private again = false;
  private closed = false;
  private readonly run: Promise<Run>;
  private last_s: number | undefined;
  /** Positions of the switches at the last tick. */
  private positions: Uint8Array | undefined;
  private running: Running | undefined;
  /** Such as "plan 1 of 3"; empty where none is being carried out. */
  progress = '';

  constructor(private readonly options: SourceOptions) {
    // Reported by the first tick or command; until then nobody waits for it.
    options.network.catch(() => undefined);
    const { file, newRunId: newId, now_s, onNotice: onFault, settings } = options;
    const { interval_s, start_s } = settings;
    this.run = Run.open({ file, newId, now_s, interval_s, start_s, onFault });
  }

  start(): void {
    if (this.timer !== undefined || this.closed) return;
    this.timer = setInterval(() => void this.tick(), this.options.settings.interval_s * 1000);
    void this.tick();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Carries out a command; one that changes the grid is answered by a tick at once while the source runs. */
  async command(command: GridCommand): Promise<void> {
    switch (command.command) {
      case 'start':
        this.start();
        return;
      case 'stop':
        this.stop();
        return;
      case 'step':
        await this.tickSoon();
        return;
      default: {
        // At once: a step that follows is asked for before the simulator has answered.
        if (command.command === 'reset') this.last_s = undefined;
        await this.withSession(async ({ session, run }) => {
          await session.call('command', command);
          run.save(() => session.call('state'), true);
        });
        if (command.command === 'abort_plan') this.settle();
        if (this.timer !== undefined) await this.tickSoon();
      }
    }
  }

  /**
   * Carries a released plan out, operation by operation, and resolves with its end: done, aborted, or replaced by a newer
   * one. Rejects with STALE_PLAN where the interlock stops it.
   */
  async carryOut(plan: IssuedPlan): Promise<void> {
    await this.withSession(async ({ session, run }) => {
      await session.call('carryOut', plan);
      run.save(() => session.call('state'), true);
    });
    this.running?.resolve();
    const ended = new Promise<void>((resolve, reject) => {
      this.running = { resolve, reject };
    });
    if (this.timer !== undefined) void this.tickSoon();
    return ended;
  }

  /** Whoever waits for the end of a plan is told that it has ended. */
  private settle(): void {
    this.running?.resolve();
    this.running = undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stop();
    this.running?.resolve();
    const opened = await this.opened?.catch(() => undefined);
    const run = await this.run;
    await run.close(opened && (() => opened.session.call('state')));
    await opened?.session.close();
  }

  /** A tick now, or as soon as the present one is done. */
  private async tickSoon(): Promise<void> {
    if (this.ticking) this.again = true;
    else await this.tick();
  }

  private async tick(): Promise<void> {
    if (this.closed) return;
    if (this.ticking) {
      await this.run.then((run) => run.skipped++);
      instruments.skip('scada');
      return;
    }
    this.ticking = true;
    try {
      await instruments.time('scada', () => this.work());
      this.lastError = undefined;
    } catch (error) {
      if (toGridError(error).code === 'WORKER_FAILED') (await this.run).skipped++;
      this.tell(error);
    } finally {
      this.ticking = false;
    }
    if (!this.again) return;
    this.again = false;
    await this.tick();
  }

  private work(): Promise<void> {
    return this.withSession(async (opened) => {
      const { session, run } = opened;
      const tick = await session.call('tick', this.nextTime_s(run));
      this.follow(tick);
      const state = (): Promise<Uint8Array> => session.call('state');
      const sequence = await run.next(state);
      if (!this.closed) this.emit(opened, tick, sequence);
      run.save(state, this.moved(tick));
    });
  }

  /** Once: what lasts would fill the log at every tick. */
  private tell(error: unknown): void {
    const { message } = toGridError(error);
    if (this.closed || message === this.lastError) return;
    this.lastError = message;
    this.options.onError(error);
  }

  /** Tells whoever waits for the end of a plan. */
  private follow({ execution }: SimulatorTick): void {
    this.progress =
      execution === null ? '' : `plan ${execution.steps_done} of ${execution.steps} ${execution.status}`;
    if (execution === null || execution.status === 'running') return;
    const { running } = this;
    this.running = undefined;
    if (execution.fault === undefined) {
      running?.resolve();
      return;
    }
    const fault = gridError('STALE_PLAN', execution.fault);
    // Nobody waits for a plan that was released before a restart.
    if (running === undefined) this.options.onError(fault);
    else running.reject(fault);
  }

  /** Whether a switch stands otherwise than at the tick before. */
  private moved({ closed }: SimulatorTick): boolean {
    const before = this.positions ?? closed;
    this.positions = closed;
    return Buffer.compare(before, closed) !== 0;
  }

  private emit({ run, network, writer }: Opened, tick: SimulatorTick, sequence: number): void {
    const { interval_s, seed, acceleration } = this.options.settings;
    const scenario = tick.scenario === undefined ? '' : `, scenario ${tick.scenario}`;
    const snapshot = writer.write(tick, {
      run_id: run.id,
      sequence,
      source: 'simulated',
      data_source: {
        description: `scada-sim, ${network.name}, seed ${seed}${scenario}`,
        interval_s,
        ticks: sequence,
        skipped_ticks: run.skipped,
        acceleration,
      },
    });
    this.options.onSnapshot(snapshot);
  }

  /**
   * Works with the session. One that could not be opened, or whose thread has died, is given up, so that the next
   * call opens another; after any other error it goes on with the state that it has.
   */
  private async withSession<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    const opening = this.open();
    let opened: Opened | undefined;
    try {
      opened = await opening;
      return await work(opened);
    } catch (error) {
      const lost = opened === undefined || toGridError(error).code === 'WORKER_FAILED';
      if (lost && !this.closed && this.opened === opening) {
        this.opened = undefined;
        this.running?.reject(toGridError(error));
        this.running = undefined;
        await opened?.session.close();
      }
      throw error;
    }
  }

  /** From the start time on, or from now: as the clock goes, or by the same step each tick. */
  private nextTime_s(run: Run): number {
    const { time_step_s, start_s } = this.options.settings;
    const now_s = this.options.now_s();
    if (this.last_s === undefined) run.lead_s = (start_s ?? now_s) - now_s;
    this.last_s =
      this.last_s === undefined || time_step_s === undefined ? now_s + run.lead_s : this.last_s + time_step_s;
    return this.last_s;
  }

  private open(): Promise<Opened> {
    this.opened ??= this.openSession();
    return this.opened;
  }

  private async openSession(): Promise<Opened> {
    const { settings } = this.options;
    const network = await this.options.network;
    const shapes =
      settings.loadShapeFile === '' ? builtinShapes() : await readLoadShapes(settings.loadShapeFile);
    const weather = settings.weatherFile === '' ? undefined : await readWeather(settings.weatherFile);
    const scenario = settings.scenario === '' ? undefined : await readScenario(settings.scenario);
    const { seed, site, pv_percent, acceleration } = settings;
    const run = await this.run;
    const session = await sharedPool().open('simulator', {
      network,
      seed,
      shapes,
      site,
      weather,
      pv_percent,
      acceleration,
      scenario,
    });
    await this.resume(session, run);
    return { run, network, session, writer: new SnapshotWriter(network) };
  }

  /** Goes on from what the run is known to have been, after a restart or where a thread has died. */
  private async resume(session: Opened['session'], run: Run): Promise<void> {
    if (run.state === undefined) return;
    try {
      const { time_s } = await session.call('resume', run.state);
      this.last_s = time_s;
    } catch (error) {
      if (toGridError(error).code !== 'UNREADABLE_STATE') throw error;
      run.renew();
      this.options.onNotice(toGridError(error));
    }
  }
}
