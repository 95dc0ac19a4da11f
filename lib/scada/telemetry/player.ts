/** Plays a recording: at its own pace, faster, as fast as frames are taken, or a frame at a time. */
import type { Frame } from './recording';

export interface PlayerOptions {
  /** From the beginning, at every call. */
  open(): AsyncIterable<Frame>;
  /** Recorded seconds in a second; 0 is as fast as frames are taken. */
  speed: number;
  /** Begins anew at the end. */
  loop: boolean;
  /** Waits; resolved early where `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** The next frame comes when this one is taken; `isFirst` for the first of each round. */
  take(frame: Frame, isFirst: boolean): Promise<void>;
}

/** A gap in a recording is waited for no longer than this, at any speed. */
const LONGEST_WAIT_MS = 3_600_000;

export class Player {
  private running = false;
  private steps = 0;
  private closed = false;
  private wake = new AbortController();
  private playing: Promise<void> | undefined;

  constructor(private readonly options: PlayerOptions) {}

  /** Goes on by itself; rejected where the recording cannot be read. Resolved at its end, or when it is closed. */
  start(): Promise<void> {
    this.running = true;
    return this.play();
  }

  stop(): void {
    this.running = false;
  }

  /** One frame, whether it is due or not. */
  step(): Promise<void> {
    this.steps++;
    return this.play();
  }

  close(): void {
    this.closed = true;
    this.wake.abort();
  }

  private play(): Promise<void> {
    this.wake.abort();
    this.wake = new AbortController();
    this.playing ??= this.rounds().finally(() => {
      this.playing = undefined;
    });
    return this.playing;
  }

  private async rounds(): Promise<void> {
    let found = true;
    while (found && !this.closed) {
      found = false;
      let before_s: number | undefined;
      for await (const frame of this.options.open()) {
        await this.turn(before_s === undefined ? 0 : frame.time_s - before_s);
        if (this.closed) return;
        await this.options.take(frame, !found);
        before_s = frame.time_s;
        found = true;
      }
      if (!this.options.loop) return;
    }
  }

  /** Until the next frame is due, or one is asked for. */
  private async turn(gap_s: number): Promise<void> {
    const { speed } = this.options;
    const due_ms = speed === 0 ? 0 : Math.min(LONGEST_WAIT_MS, Math.max(0, (1000 * gap_s) / speed));
    let waited = false;
    while (!this.closed) {
      if (this.steps > 0) {
        this.steps--;
        return;
      }
      if (this.running && waited) return;
      const { signal } = this.wake;
      if (this.running) {
        await this.options.wait(due_ms, signal);
        waited = !signal.aborted;
      } else await aborted(signal);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
