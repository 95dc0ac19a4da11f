/**
 * Telemetry of one grid: messages in, snapshots out. Knows no clock and no thread: both are passed in. What it keeps is one slot
 * a point and, in a flood, one sample a point.
 */
import type { DataSource, PointHealth, Snapshot } from '../../contract';
import { type GridError, gridError } from '../../errors';
import type { Grid } from '../../grid';
import { SnapshotAssembler } from './assembler';
import { Decoder, type Fruitless, type Sample, type TelemetryMessage } from './decode';
import type { FilledState, FillerInput } from './filler';
import { FloodGate } from './flood';
import { MeasurementSource, NodeParts, type PointFinder } from './measured';
import type { Point } from './point-list';
import { quantityKind } from './quantities';
import { COUNTED, type Moment, type PointStatus, type StateOptions, TelemetryState } from './state';

export interface FeedOptions extends StateOptions {
  run_id: string;
  source: 'telemetry' | 'replay';
  description: string;
  interval_s: number;
  /** A scan is complete when each point of this group was heard of; blank for all. */
  scan_group: string;
}

const MOST_SUSPECTS_TOLD = 10;

export interface Accepted {
  complete: boolean;
  complaint?: GridError;
}

export type Fill = (input: FillerInput) => Promise<FilledState>;

export class TelemetryFeed {
  readonly state: TelemetryState;
  private readonly decoder: Decoder;
  private readonly source: MeasurementSource;
  private readonly assembler: SnapshotAssembler;
  private readonly inScan: Uint8Array;
  private readonly heard: Uint8Array;
  /** 1 where a point contradicted the others when last it was heard of. */
  private readonly distrusted: Uint8Array;
  private missing = 0;
  private readonly gate: FloodGate;
  /** By the steady clock: when the present scan began; undefined before the first value. */
  private scanBegan_s: number | undefined;
  private readonly fruitless: Record<Fruitless, number> = {
    unknown: 0,
    unreadable_text: 0,
    nothing_at_path: 0,
  };
  private flooded = 0;
  private sequence = 0;
  private skipped = 0;

  constructor(
    grid: Grid,
    private readonly points: readonly Point[],
    private readonly options: FeedOptions,
  ) {
    this.state = new TelemetryState(points, options);
    this.decoder = new Decoder(points);
    this.gate = new FloodGate(points.length);
    const find = finderOf(grid, points);
    const parts = new NodeParts(grid, find);
    this.source = new MeasurementSource(grid, this.state, find, parts);
    this.assembler = new SnapshotAssembler(grid, find, parts);
    this.distrusted = new Uint8Array(points.length);
    this.inScan = Uint8Array.from(points, ({ group }) =>
      options.scan_group === '' || group === options.scan_group ? 1 : 0,
    );
    this.heard = new Uint8Array(points.length);
    this.forget();
  }

  /** Whether any point has a value yet. */
  get hasValues(): boolean {
    return this.state.counts.accepted > 0;
  }

  /** How many points are in which state. */
  tally(now: Moment): Record<PointStatus, number> {
    return tallyOf(this.points.map((_, at) => this.state.status(at, now)));
  }

  /** Takes a message: whether the scan is complete with it, and what is wrong with it. */
  accept(message: TelemetryMessage, now: Moment): Accepted {
    // What was held back came before this one.
    let heard = this.gate.isOver(now) && this.release();
    const admitted = this.gate.admits(now);
    const samples = this.decoder.decode(message);
    if (admitted) {
      if (samples.length === 0) this.fruitless[this.decoder.why(message)]++;
      for (const sample of samples) this.take(sample, now);
      heard ||= samples.length > 0;
    } else {
      this.flooded++;
      this.gate.hold(samples, now);
    }
    const complete = heard && this.missing === 0;
    const wrong = this.state.takeComplaint();
    if (wrong === undefined) return { complete };
    const { line, quantity, element } = this.points[wrong.point];
    const at = `${quantity} of "${element}" (line ${line} of the point list)`;
    const isState = quantityKind(quantity).dimension === 'state';
    const allowed = isState ? 'a position, such as closed, open, true or 0' : 'a finite number';
    return { complete, complaint: gridError('INVALID_READING', { at, got: wrong.raw, allowed }) };
  }

  /** Looks into what a flood held back, where nothing came since; whether the scan is complete with it. */
  settle(now: Moment): boolean {
    return this.gate.isOver(now) && this.release() && this.missing === 0;
  }

  /** Whether the last snapshot, or the first value, is so long ago. */
  isOverdue({ steady_s }: Moment, limit_s: number): boolean {
    return this.scanBegan_s !== undefined && steady_s - this.scanBegan_s >= limit_s;
  }

  /** A tick that was left out because the one before was still being worked on. */
  skip(): void {
    this.skipped++;
  }

  /** The state at this moment, as a snapshot. Rejected with what `fill` is rejected with. */
  async tick(now: Moment, fill: Fill): Promise<Snapshot> {
    this.release();
    this.forget();
    this.scanBegan_s = now.steady_s;
    const statuses = this.points.map((_, at) => this.state.status(at, now));
    const [values, times_s] = [this.state.value.slice(), this.state.time_s.slice()];
    const told = this.source.tell(statuses, this.distrusted);
    const skew_s = this.state.takeSkew();
    const filled = await fill(told.input);
    const suspects = Array.from(filled.suspects, (measurement) => told.points[measurement]);
    for (const at of told.points) this.distrusted[at] = 0;
    for (const at of suspects) this.distrusted[at] = 1;
    this.sequence++;
    const points = {
      ...this.health(statuses, filled, suspects),
      ...(skew_s === undefined ? {} : { skew_s }),
    };
    return this.assembler.assemble(
      { time_s: now.wall_s, statuses, values, times_s, suspects: new Set(suspects), filled },
      {
        run_id: this.options.run_id,
        sequence: this.sequence,
        source: this.options.source,
        data_source: this.dataSource(points),
      },
    );
  }

  /** Looks into what a flood held back, as of when it came; whether anything was. */
  private release(): boolean {
    const held = this.gate.release();
    for (const { sample, came } of held) this.take(sample, came);
    return held.length > 0;
  }

  private take(sample: Sample, came: Moment): void {
    this.state.receive(sample, came);
    this.scanBegan_s ??= came.steady_s;
    // Heard is enough: a sensor that has failed must not keep the scan from its end.
    if (this.heard[sample.point] === 1) return;
    this.heard[sample.point] = 1;
    this.missing -= this.inScan[sample.point];
  }

  private forget(): void {
    this.heard.fill(0);
    this.missing = this.inScan.reduce((sum, one) => sum + one, 0);
  }

  private dataSource(points: PointHealth): DataSource {
    const { description, interval_s } = this.options;
    return { description, interval_s, ticks: this.sequence, skipped_ticks: this.skipped, points };
  }

  private health(
    statuses: readonly PointStatus[],
    filled: FilledState,
    suspects: readonly number[],
  ): PointHealth {
    const counts: Record<string, number> = {};
    for (const name of COUNTED) if (this.state.counts[name] > 0) counts[name] = this.state.counts[name];
    for (const [why, count] of Object.entries(this.fruitless)) if (count > 0) counts[why] = count;
    if (this.flooded > 0) counts.flooded = this.flooded;
    const named = suspects
      .slice(0, MOST_SUSPECTS_TOLD)
      .map((at) => `${this.points[at].quantity} of ${this.points[at].element}`);
    return {
      ...tallyOf(statuses),
      filled_by: filled.filled_by,
      ...(named.length > 0 ? { suspects: named } : {}),
      counts,
    };
  }
}

function tallyOf(statuses: readonly PointStatus[]): Record<PointStatus, number> {
  const tally: Record<PointStatus, number> = { good: 0, uncertain: 0, stale: 0, bad: 0, silent: 0 };
  for (const status of statuses) tally[status]++;
  return tally;
}

/** The point of a quantity of a node or an edge, by its place; weather points of all edges stand at −1. */
function finderOf(grid: Grid, points: readonly Point[]): PointFinder {
  const most = Math.max(grid.busCount, grid.branchCount);
  const byQuantity = new Map<string, Int32Array>();
  for (const [at, { quantity, index }] of points.entries()) {
    let places = byQuantity.get(quantity);
    if (places === undefined) {
      places = new Int32Array(most + 1).fill(-1);
      byQuantity.set(quantity, places);
    }
    places[index + 1] = at;
  }
  return (quantity, index) => byQuantity.get(quantity)?.[index + 1] ?? -1;
}
