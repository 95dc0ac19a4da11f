import type { Network, Snapshot } from '../../lib/contract';
import { gridError, toGridError } from '../../lib/errors';
import { compileGrid, type Grid } from '../../lib/grid';
import { type Moment, type Point, Run, TelemetryFeed, type TelemetryMessage } from '../../lib/scada';
import { FillerSession } from './filler-session';
import { readPoints, type SourceOptions, type TelemetryCommand, type TelemetrySource } from './source';

/** Messages that wait while the network and the point list are read. */
const MOST_EARLY = 10_000;

interface Opened {
  run: Run;
  network: Network;
  grid: Grid;
  points: Point[];
  filler: FillerSession;
}

/** Messages as they come, snapshots every interval or scan. A tick that would overlap the last is skipped and counted. */
export class LiveSource implements TelemetrySource {
  private opened: Promise<Opened> | undefined;
  /** The same once it is there. */
  private known: Opened | undefined;
  private feed: TelemetryFeed | undefined;
  private timer: NodeJS.Timeout | undefined;
  private early = 0;
  private ticking = false;
  private again = false;
  private closed = false;
  private lastError: string | undefined;

  constructor(
    private readonly options: SourceOptions,
    private readonly now: () => Moment,
  ) {}

  async begin(): Promise<void> {
    this.opened = this.open();
    const opened = await this.opened;
    if (this.closed) return;
    // In one step: what comes from now on may end a scan.
    this.feed = this.newFeed(opened);
    if (this.options.settings.autostart) this.start();
    this.options.onStatus('grey', `${opened.points.length} points, waiting for the first value`);
  }

  async accept(message: TelemetryMessage): Promise<void> {
    if (this.feed === undefined) await this.whenOpen();
    if (this.closed || this.feed === undefined) return;
    const { complete, complaint } = this.feed.accept(message, this.now());
    if (complete && this.timer !== undefined && this.options.settings.trigger === 'scan')
      await this.tickSoon();
    if (complaint !== undefined) throw complaint;
  }

  async command({ command }: TelemetryCommand): Promise<void> {
    if (this.feed === undefined) await this.whenOpen();
    if (this.closed || this.feed === undefined) return;
    if (command === 'start') this.start();
    else if (command === 'stop') {
      this.stop();
      this.options.onStatus('grey', 'stopped');
    } else if (command === 'step') await this.tickSoon();
    else if (command === 'reset') {
      this.known!.run.renew();
      this.feed = this.newFeed(this.known!);
    } else {
      const allowed = 'start, stop, step, reset; open with a replay';
      throw gridError('INVALID_COMMAND', { at: 'command', got: command, allowed });
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stop();
    const opened = await this.opened?.catch(() => undefined);
    await opened?.run.close(opened.run.sequence > 0 ? gridOf(opened) : undefined);
    await opened?.filler.close();
  }

  /** In the order in which it is asked for, so that a command does not overtake the values before it. */
  private async whenOpen(): Promise<void> {
    if (this.early >= MOST_EARLY) {
      const allowed = `at most ${MOST_EARLY} messages before the point list is read`;
      throw gridError('NOT_READY', { at: 'the point list', got: 'one message more', allowed });
    }
    this.early++;
    try {
      await this.opened;
    } finally {
      this.early--;
    }
  }

  private async open(): Promise<Opened> {
    const network = await this.options.network;
    const grid = compileGrid(network);
    const points = await readPoints(this.options.settings, grid);
    const run = await this.openRun(network);
    const opened = { run, network, grid, points, filler: new FillerSession(network) };
    this.known = opened;
    return opened;
  }

  /** The run that was kept, where it was of this grid. */
  private async openRun(network: Network): Promise<Run> {
    const { file, newRunId: newId, onNotice: onFault, settings } = this.options;
    const now_s = (): number => this.now().wall_s;
    const run = await Run.open({
      file,
      newId,
      now_s,
      onFault,
      interval_s: settings.interval_s,
      start_s: undefined,
    });
    if (run.state !== undefined && Buffer.from(run.state).toString() !== network.id) run.renew();
    return run;
  }

  private newFeed({ run, network, grid, points }: Opened): TelemetryFeed {
    const { interval_s, staleness_s, skewLimit_s, scanGroup } = this.options.settings;
    return new TelemetryFeed(grid, points, {
      run_id: run.id,
      source: 'telemetry',
      description: `grid-telemetry, ${network.name}, ${points.length} points`,
      interval_s,
      staleness_s,
      skew_limit_s: skewLimit_s,
      scan_group: scanGroup,
    });
  }

  /** With scans the timer shows how the points are, and ends a scan that a dead sensor keeps from its end. */
  private start(): void {
    if (this.timer !== undefined || this.closed) return;
    const { interval_s, trigger, scanLimit_s } = this.options.settings;
    const beat = trigger === 'interval' ? () => void this.tick() : () => this.watchScan(scanLimit_s);
    const beat_s = trigger === 'interval' ? interval_s : Math.min(interval_s, scanLimit_s);
    this.timer = setInterval(beat, beat_s * 1000);
  }

  private watchScan(limit_s: number): void {
    const now = this.now();
    const isComplete = this.feed?.settle(now) === true;
    if (isComplete || (this.feed?.isOverdue(now, limit_s) && !this.ticking)) void this.tickSoon();
    else this.showPoints();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A tick now, or as soon as the present one is done. */
  private async tickSoon(): Promise<void> {
    if (this.ticking) this.again = true;
    else await this.tick();
  }

  private async tick(): Promise<void> {
    const { feed } = this;
    if (this.closed || feed === undefined || !feed.hasValues) return;
    if (this.ticking) {
      feed.skip();
      return;
    }
    this.ticking = true;
    try {
      const snapshot = await feed.tick(this.now(), this.known!.filler.fill);
      const { run } = this.known!;
      const sequence = await run.next(gridOf(this.known!));
      if (!this.closed && feed === this.feed) this.emit({ ...snapshot, sequence });
      run.save(gridOf(this.known!));
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

  private emit(snapshot: Snapshot): void {
    this.options.onSnapshot(snapshot);
    this.showPoints(`tick ${snapshot.sequence}: `, snapshot.data_source?.points?.skew_s);
  }

  private showPoints(before = '', skew_s?: number): void {
    if (this.feed === undefined || !this.feed.hasValues) return;
    const { good, uncertain, stale, bad, silent } = this.feed.tally(this.now());
    const parts = [`${good} good`];
    for (const [name, count] of Object.entries({ uncertain, stale, bad, silent }))
      if (count > 0) parts.push(`${count} ${name}`);
    if (skew_s !== undefined && Math.abs(skew_s) >= 1) parts.push(`clock off by ${skew_s.toFixed(1)} s`);
    this.options.onStatus(stale + bad + silent > 0 ? 'yellow' : 'green', before + parts.join(', '));
  }

  /** Once: what lasts would fill the log at every tick. */
  private tell(thrown: unknown): void {
    const error = toGridError(thrown);
    if (this.closed || error.message === this.lastError) return;
    this.lastError = error.message;
    this.options.onError(error);
  }
}

/** What is kept of a live run besides its number: the field itself tells the rest. */
function gridOf({ network }: Opened): () => Promise<Uint8Array> {
  return async () => Buffer.from(network.id);
}
