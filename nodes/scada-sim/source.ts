import type { GridCommand, IssuedPlan, Network, Snapshot } from '../../lib/contract';
import { gridError, toGridError } from '../../lib/errors';
import { instruments } from '../../lib/instruments';
import {
  builtinShapes,
  readLoadShapes,
  readScenario,
  readWeather,
  type SimulatorTick,
  SnapshotWriter,
} from '../../lib/scada';
import { type MethodsOf, type Session, sharedPool } from '../../lib/workers';
import type { ScadaSimSettings } from './settings';

export interface SourceOptions {
  settings: ScadaSimSettings;
  network: Promise<Network>;
  runId: string;
  now_s(): number;
  onSnapshot(snapshot: Snapshot): void;
  onError(error: unknown): void;
}

/** A plan that is being carried out, and who waits for its end. */
interface Running {
  resolve(): void;
  reject(error: Error): void;
}

interface Opened {
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
  private sequence = 0;
  private skipped = 0;
  private last_s: number | undefined;
  /** Simulated time at the first tick less the clock's. */
  private lead_s = 0;
  private running: Running | undefined;
  /** Such as "plan 1 of 3"; empty where none is being carried out. */
  progress = '';

  constructor(private readonly options: SourceOptions) {
    // Reported by the first tick or command; until then nobody waits for it.
    options.network.catch(() => undefined);
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
        await this.withSession(({ session }) => session.call('command', command));
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
    await this.withSession(({ session }) => session.call('carryOut', plan));
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
      this.skipped++;
      instruments.skip('scada');
      return;
    }
    this.ticking = true;
    try {
      await instruments.time('scada', () => this.work());
      this.lastError = undefined;
    } catch (error) {
      this.tell(error);
    } finally {
      this.ticking = false;
    }
    if (!this.again) return;
    this.again = false;
    await this.tick();
  }

  private work(): Promise<void> {
    return this.withSession(async ({ network, session, writer }) => {
      const tick = await session.call('tick', this.nextTime_s());
      this.follow(tick);
      if (!this.closed) this.emit(network, writer, tick);
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
    if (execution.fault === undefined) running?.resolve();
    else running?.reject(gridError('STALE_PLAN', execution.fault));
  }

  private emit(network: Network, writer: SnapshotWriter, tick: SimulatorTick): void {
    this.sequence++;
    const { interval_s, seed, acceleration } = this.options.settings;
    const scenario = tick.scenario === undefined ? '' : `, scenario ${tick.scenario}`;
    const snapshot = writer.write(tick, {
      run_id: this.options.runId,
      sequence: this.sequence,
      source: 'simulated',
      data_source: {
        description: `scada-sim, ${network.name}, seed ${seed}${scenario}`,
        interval_s,
        ticks: this.sequence,
        skipped_ticks: this.skipped,
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
  private nextTime_s(): number {
    const { time_step_s, start_s } = this.options.settings;
    const now_s = this.options.now_s();
    if (this.last_s === undefined) this.lead_s = (start_s ?? now_s) - now_s;
    this.last_s =
      this.last_s === undefined || time_step_s === undefined
        ? now_s + this.lead_s
        : this.last_s + time_step_s;
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
    return { network, session, writer: new SnapshotWriter(network) };
  }
}
