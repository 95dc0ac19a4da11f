import { READINGS, type SensorReadings, type Snapshot, type SnapshotEdge } from '../../contract';
import type { FailureEvent } from '../failures/failures';
import { edgeSplit, type Split, type TimeSplit, timeSplit } from './split';

/** One edge at one time: what sensors told, and what became of it. */
export interface LabelledRow extends SensorReadings {
  timestamp: string;
  edge: string;
  /** 1 where it fails within the horizon. */
  fails: 0 | 1;
  /** Until then; null where it does not fail. */
  time_to_failure_s: number | null;
  cause: FailureEvent['cause'] | null;
  split_edge: Split;
  split_time: TimeSplit;
  horizon_days: number;
  acceleration: number;
}

export const LABEL_COLUMNS = [
  'timestamp',
  'edge',
  ...READINGS,
  'fails',
  'time_to_failure_s',
  'cause',
  'split_edge',
  'split_time',
  'horizon_days',
  'acceleration',
] as const satisfies readonly (keyof LabelledRow)[];

export interface HistoryPlan {
  start_s: number;
  end_s: number;
  horizon_s: number;
  acceleration: number;
}

const DAY_S = 86_400;

/** Labels the snapshots of a run whose failures are known. */
export class Labeller {
  private readonly splits: readonly Split[];
  /** Failures of each edge in the order of their times, and the first that is still ahead. */
  private readonly failures: readonly FailureEvent[][];
  private readonly ahead: Int32Array;

  constructor(
    edges: readonly string[],
    events: readonly FailureEvent[],
    private readonly plan: HistoryPlan,
  ) {
    this.splits = edges.map(edgeSplit);
    const failures: FailureEvent[][] = edges.map(() => []);
    for (const event of events) failures[event.edge].push(event);
    for (const list of failures) list.sort((a, b) => a.time_s - b.time_s);
    this.failures = failures;
    this.ahead = new Int32Array(edges.length);
  }

  /**
   * The rows of a snapshot, whose times must grow: of the edges in service, and none where the horizon goes beyond the end
   * of the run, since nobody knows what became of them.
   */
  *rows(snapshot: Snapshot, time_s: number): Generator<LabelledRow> {
    const { start_s, end_s, horizon_s } = this.plan;
    if (time_s + horizon_s > end_s) return;
    const split_time = timeSplit(time_s, horizon_s, start_s, end_s);
    for (const [k, edge] of snapshot.edges.entries()) {
      if (edge.in_service) yield this.row(k, edge, snapshot.timestamp, time_s, split_time);
    }
  }

  private row(
    k: number,
    edge: SnapshotEdge,
    timestamp: string,
    time_s: number,
    split_time: TimeSplit,
  ): LabelledRow {
    const list = this.failures[k];
    while (this.ahead[k] < list.length && list[this.ahead[k]].time_s <= time_s) this.ahead[k]++;
    const next = list.at(this.ahead[k]);
    const fails = next !== undefined && next.time_s <= time_s + this.plan.horizon_s;
    const readings = Object.fromEntries(READINGS.map((name) => [name, edge[name]])) as Record<
      keyof SensorReadings,
      number
    >;
    return {
      timestamp,
      edge: edge.id,
      ...readings,
      fails: fails ? 1 : 0,
      time_to_failure_s: fails ? Math.round(1000 * (next.time_s - time_s)) / 1000 : null,
      cause: fails ? next.cause : null,
      split_edge: this.splits[k],
      split_time,
      horizon_days: this.plan.horizon_s / DAY_S,
      acceleration: this.plan.acceleration,
    };
  }
}

/** A row as a line of CSV (RFC 4180); null is empty. */
export function csvLine(row: LabelledRow): string {
  return `${LABEL_COLUMNS.map((name) => csvCell(row[name])).join(',')}\n`;
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
