import { type AlarmDocument, AlarmLog, type AlarmSettings, DEFAULT_ALARMS } from '../alarms';
import { SequenceGuard, type Snapshot } from '../contract';
import { gridError } from '../errors';
import type { HistoryPoint, Totals } from './documents';
import { History } from './history';
import type { KeptAlarms, KeptTick } from './kept-history';
import { Tick } from './tick';
import { Workshop } from './workshop';

/** Arrival times that the rate is taken over. */
const ARRIVALS = 20;

export interface StoreOptions {
  /** Ticks that are remembered for the loss, risk and reward histories. */
  historyLimit: number;
  /** Milliseconds; only differences count. */
  now(): number;
  /** Differs from start to start, so that a client's copy of an earlier run is never taken for the newest. */
  instance: string;
  /** Is told each tick that is counted, and one that is optimised again; and of the alarms where they have changed. */
  keep?(tick: KeptTick, alarms: KeptAlarms | undefined): void;
  /** When an alarm is raised and cleared. */
  alarms?: AlarmSettings;
  /** Told of each state that was taken in, and of the alarms that it has changed. */
  onTick?(tick: Tick, alarms: readonly AlarmDocument[]): void;
}

/** Keeps the newest state of one grid and a bounded history of what came before. */
export class GridStore {
  private readonly guard = new SequenceGuard();
  private readonly history: History<HistoryPoint>;
  private readonly arrivals = new History<number>(ARRIVALS);
  private readonly alarms: AlarmLog;
  private readonly workshop = new Workshop();
  private newest?: Tick;
  private totals: Totals = { ticks: 0, reoptimizations: 0, runs: 0, since: '' };
  private revision = 0;
  private arrivedAt = 0;
  /** Of the newest tick, or of the last one before the process began. */
  private run: string | null = null;

  constructor(private readonly options: StoreOptions) {
    this.history = new History(options.historyLimit);
    this.alarms = new AlarmLog(options.alarms ?? DEFAULT_ALARMS);
  }

  /** What was counted before the process began; to be called before the first state comes. */
  recall(ticks: readonly KeptTick[], alarms: KeptAlarms = { active: [], history: [] }): void {
    this.alarms.recall(alarms.active, alarms.history);
    for (const { point } of ticks) this.history.push(point);
    const last = ticks.at(-1);
    if (last === undefined) return;
    this.totals = last.totals;
    this.run = last.run_id;
  }

  /**
   * Takes a state in. A state of the newest sequence with a newer optimisation takes its place; any other that was
   * seen before, and any of another grid, is refused (DUPLICATE_SEQUENCE, WRONG_GRID).
   */
  accept(snapshot: Snapshot): void {
    const previous = this.newest?.snapshot;
    const again = previous !== undefined && isReoptimization(previous, snapshot);
    if (!again) this.guard.check(snapshot);
    this.arrivedAt = this.options.now();
    if (again) {
      this.history.replaceNewest(pointOf(snapshot));
      this.totals = { ...this.totals, reoptimizations: this.totals.reoptimizations + 1 };
    } else {
      this.arrivals.push(this.arrivedAt);
      this.history.push(pointOf(snapshot));
      this.totals = this.count(snapshot);
    }
    this.run = runOf(snapshot);
    this.revision += 1;
    const { history, totals, alarms, workshop } = this;
    const { instance, onTick } = this.options;
    const memory = { history, totals, alarms, instance, workshop };
    const changes = alarms.see(snapshot);
    this.options.keep?.(
      { run_id: this.run, point: pointOf(snapshot), totals },
      changes.length > 0 ? { active: alarms.active, history: alarms.history } : undefined,
    );
    this.newest = new Tick(snapshot, `"${instance}-${this.revision}"`, memory);
    onTick?.(this.newest, changes);
  }

  /** The newest state; before the first one NOT_READY. */
  get tick(): Tick {
    if (this.newest === undefined) {
      throw gridError('NOT_READY', {
        at: 'no snapshot has arrived yet',
        remedy: 'Ask again in a moment; if it stays so, wire a source of snapshots to grid-api and start it',
      });
    }
    return this.newest;
  }

  get started(): boolean {
    return this.newest !== undefined;
  }

  /** Seconds since the newest state came in. */
  get age_s(): number {
    return secondsSince(this.arrivedAt, this.options.now());
  }

  /** Ticks per second over the last arrivals; null before the second. */
  get rate_per_s(): number | null {
    const times = this.arrivals.entries();
    const span_s = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    return span_s > 0 ? Number(((times.length - 1) / span_s).toPrecision(6)) : null;
  }

  private count(snapshot: Snapshot): Totals {
    return {
      ...this.totals,
      ticks: this.totals.ticks + 1,
      runs: this.totals.runs + (runOf(snapshot) === this.run ? 0 : 1),
      since: this.totals.since || snapshot.timestamp,
    };
  }
}

/** Between two readings of the clock in milliseconds, to the millisecond; 0 where the clock was set back. */
export function secondsSince(then: number, now: number): number {
  return Math.max(0, Math.round(now - then) / 1000);
}

function isReoptimization(previous: Snapshot, snapshot: Snapshot): boolean {
  return (
    snapshot.grid_id === previous.grid_id &&
    snapshot.run_id === previous.run_id &&
    snapshot.sequence === previous.sequence &&
    (snapshot.optimization?.episode.number ?? 0) > (previous.optimization?.episode.number ?? 0)
  );
}

function runOf({ run_id = '' }: Snapshot): string {
  return run_id;
}

function pointOf({ sequence, timestamp, metrics, edges, optimization }: Snapshot): HistoryPoint {
  // Without figures of risk the optimiser counts none: that is unknown, not zero.
  const rated = edges.some((edge) => edge.risk !== undefined);
  return {
    sequence,
    timestamp,
    loss_mw: metrics.loss_mw,
    loss_percent: metrics.loss_percent,
    risk: (rated ? optimization?.episode.risk : undefined) ?? null,
    reward: optimization?.episode.reward ?? null,
    risk_weight: optimization?.risk_weight ?? null,
  };
}
