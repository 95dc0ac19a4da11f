import { setTimeout as delay } from 'node:timers/promises';
import type { Snapshot } from '../../lib/contract';
import { type GridError, gridError, toGridError } from '../../lib/errors';
import { compileGrid, type Grid } from '../../lib/grid';
import {
  type Frame,
  linesOfFile,
  linesOfText,
  Player,
  type Point,
  readRecording,
  TelemetryFeed,
} from '../../lib/scada';
import { FillerSession } from './filler-session';
import { readPoints, type SourceOptions, type TelemetryCommand, type TelemetrySource } from './source';

/** Problems of one recording that are told one by one; the others are counted. */
const MOST_TOLD = 20;
const ALLOWED = 'start, stop, step, reset, or open with file or text';

type Recording = { file: string } | { text: string };

interface Opened {
  grid: Grid;
  points: Point[];
  filler: FillerSession;
}

/** Plays a recording. Each round is a run of its own, so that time may begin anew. */
export class ReplaySource implements TelemetrySource {
  private opened: Promise<Opened> | undefined;
  private recording: Recording | undefined;
  private player: Player | undefined;
  private feed: TelemetryFeed | undefined;
  private runId = '';
  private sequence = 0;
  private problems = 0;
  private lastError: string | undefined;
  private closed = false;

  constructor(private readonly options: SourceOptions) {
    const { file } = options.settings;
    this.recording = file === '' ? undefined : { file };
  }

  async begin(): Promise<void> {
    this.opened = this.open();
    await this.opened;
    if (this.closed) return;
    this.options.onStatus('grey', this.recording === undefined ? 'no recording' : 'stopped');
    if (this.options.settings.autostart && this.recording !== undefined) this.run((player) => player.start());
  }

  async accept(): Promise<void> {
    throw gridError('INVALID_COMMAND', { at: 'payload', got: 'no command', allowed: ALLOWED });
  }

  async command(command: TelemetryCommand): Promise<void> {
    await this.opened;
    if (this.closed) return;
    switch (command.command) {
      case 'open':
        this.rewind(recordingOf(command));
        this.run((player) => player.start());
        break;
      case 'reset':
        this.rewind(this.recording);
        this.options.onStatus('grey', 'stopped');
        break;
      case 'start':
        this.run((player) => player.start());
        break;
      case 'step':
        this.run((player) => player.step());
        break;
      case 'stop':
        this.player?.stop();
        this.options.onStatus('grey', 'stopped');
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.player?.close();
    const opened = await this.opened?.catch(() => undefined);
    await opened?.filler.close();
  }

  private async open(): Promise<Opened> {
    const network = await this.options.network;
    const grid = compileGrid(network);
    const { points, pointsFile } = this.options.settings;
    // A recording of snapshots needs no point list.
    const isEmpty = points.trim().split('\n').length <= 1 && pointsFile === '';
    const list = isEmpty ? [] : await readPoints(this.options.settings, grid);
    return { grid, points: list, filler: new FillerSession(network) };
  }

  private rewind(recording: Recording | undefined): void {
    this.player?.close();
    this.player = undefined;
    this.recording = recording;
    this.problems = 0;
    this.lastError = undefined;
  }

  /** Without waiting for its end. */
  private run(go: (player: Player) => Promise<void>): void {
    if (this.recording === undefined) {
      const allowed = 'the file of a recording, or the command open with file or text';
      throw gridError('INVALID_SETTING', { at: 'file', got: '', allowed });
    }
    this.player ??= this.newPlayer(this.recording);
    const { player } = this;
    go(player).then(
      () =>
        player === this.player && !this.closed && this.options.onStatus('grey', `at the end, ${this.told()}`),
      (error) => player === this.player && !this.closed && this.options.onError(toGridError(error)),
    );
  }

  private newPlayer(recording: Recording): Player {
    const { speed, loop } = this.options.settings;
    const name = 'file' in recording ? recording.file : 'recording';
    return new Player({
      open: () =>
        readRecording(
          name,
          'file' in recording ? linesOfFile(recording.file) : linesOfText(recording.text),
          (problem) => this.onProblem(problem),
        ),
      speed,
      loop,
      wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
      take: (frame, isFirst) => this.take(frame, isFirst, name),
    });
  }

  private async take(frame: Frame, isFirst: boolean, name: string): Promise<void> {
    const opened = await this.opened!;
    if (isFirst) {
      this.runId = this.options.newRunId();
      this.sequence = 0;
      this.feed = frame.kind === 'samples' ? this.newFeed(opened, name) : undefined;
    }
    try {
      const snapshot =
        frame.kind === 'snapshot'
          ? this.recorded(frame.snapshot, opened, name)
          : await this.measured(frame, opened);
      if (this.closed || snapshot === undefined) return;
      this.options.onSnapshot(snapshot);
      this.options.onStatus('green', `replay at ${snapshot.timestamp}, ${this.told()}`);
    } catch (error) {
      this.onProblem(toGridError(error));
    }
  }

  private recorded(snapshot: Snapshot, { grid }: Opened, name: string): Snapshot {
    const { id } = grid.network;
    if (snapshot.grid_id !== id)
      throw gridError('WRONG_GRID', { at: `${name}: grid_id`, got: snapshot.grid_id, allowed: `"${id}"` });
    this.sequence++;
    const interval_s = snapshot.data_source?.interval_s ?? this.options.settings.interval_s;
    const data_source = {
      description: `replay of ${name}`,
      interval_s,
      ticks: this.sequence,
      skipped_ticks: 0,
    };
    return { ...snapshot, run_id: this.runId, sequence: this.sequence, source: 'replay', data_source };
  }

  private async measured(
    { time_s, messages }: Extract<Frame, { kind: 'samples' }>,
    { filler }: Opened,
  ): Promise<Snapshot | undefined> {
    const { feed } = this;
    if (feed === undefined) return undefined;
    const moment = { wall_s: time_s, steady_s: time_s };
    for (const message of messages) {
      const { complaint } = feed.accept(message, moment);
      if (complaint !== undefined) this.onProblem(complaint);
    }
    if (!feed.hasValues) return undefined;
    const snapshot = await feed.tick(moment, filler.fill);
    this.sequence = snapshot.sequence;
    return snapshot;
  }

  private newFeed({ grid, points }: Opened, name: string): TelemetryFeed {
    if (points.length === 0) {
      const allowed = 'a point list, which says what the addresses of the recording mean';
      throw gridError('INVALID_POINT_LIST', { at: 'points', got: 'none', allowed });
    }
    const { interval_s, staleness_s, skewLimit_s } = this.options.settings;
    return new TelemetryFeed(grid, points, {
      run_id: this.runId,
      source: 'replay',
      description: `replay of ${name}, ${points.length} points`,
      interval_s,
      staleness_s,
      skew_limit_s: skewLimit_s,
      scan_group: '',
    });
  }

  private onProblem(problem: GridError): void {
    this.problems++;
    // What lasts, as a recording of another grid, is told once.
    if (this.closed || this.problems > MOST_TOLD || problem.message === this.lastError) return;
    this.lastError = problem.message;
    this.options.onError(problem);
  }

  private told(): string {
    return `${this.sequence} snapshots${this.problems > 0 ? `, ${this.problems} problems` : ''}`;
  }
}

function recordingOf({ file, text }: Extract<TelemetryCommand, { command: 'open' }>): Recording {
  if (typeof file === 'string' && file !== '') return { file };
  if (typeof text === 'string' && text !== '') return { text };
  throw gridError('INVALID_COMMAND', { at: 'command', got: 'open', allowed: 'open with file or text' });
}
