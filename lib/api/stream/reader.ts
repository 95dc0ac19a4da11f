import type { Writable } from 'node:stream';
import { MOST_WAITING_NEWS, STREAM_IDLE_MS, STREAM_PIECE_BYTES, STREAM_STALL_MS } from '../limits';
import type { EventKind, StreamEvent } from './event';
import type { Pace } from './pace';

/** Keeps the connection open, and means nothing. */
const COMMENT = Buffer.from(':\n\n');

export interface ReaderOptions {
  readonly pace: Pace;
  /** Milliseconds; only differences count. */
  now(): number;
  stillAdmitted?(): Promise<boolean>;
}

/** An event on its way, and what it takes in memory. */
export interface Underway {
  readonly number: number;
  readonly frame: Buffer;
}

/**
 * One connection of the live stream. While it takes nothing, only the newest state and risk wait for it, and a bounded
 * number of alarms and plans: what waits is shared by all readers, so a frozen one costs next to nothing.
 */
export class StreamReader {
  private readonly newest = new Map<EventKind, StreamEvent>();
  private readonly news: StreamEvent[] = [];
  private missed = 0;
  private sending = false;
  private goOn: (() => void) | undefined;
  /** The event that is being sent. */
  underway: Underway | undefined;
  /** When something last went out, or the connection last took what it had been given. */
  private movedAt: number;
  private closed = false;

  constructor(
    private readonly connection: Writable,
    private readonly kinds: ReadonlySet<EventKind>,
    private readonly options: ReaderOptions,
  ) {
    this.movedAt = options.now();
    connection.on('drain', () => this.resume());
    connection.on('close', () => this.stop());
    connection.on('error', () => this.stop());
  }

  /** Sends an event as soon as the connection takes it; the newer of two states, or of two risks, takes the place. */
  offer(event: StreamEvent): void {
    if (this.closed || !this.kinds.has(event.kind)) return;
    if (event.kind === 'state' || event.kind === 'risk') this.newest.set(event.kind, event);
    else this.news.push(event);
    if (this.news.length > MOST_WAITING_NEWS) {
      this.news.shift();
      this.missed += 1;
    }
    if (!this.sending) void this.send();
  }

  /** So many events were too many to offer; the reader is told. */
  miss(kind: EventKind, count: number): void {
    if (this.kinds.has(kind)) this.missed += count;
  }

  /** A comment where nothing was sent for long; the end for who takes nothing, or would not be let in any more. */
  async beat(): Promise<void> {
    const { now, stillAdmitted } = this.options;
    if ((await stillAdmitted?.()) === false) this.close();
    if (this.closed) return;
    const still_ms = now() - this.movedAt;
    if (this.connection.writableLength > 0) {
      if (still_ms >= STREAM_STALL_MS) this.connection.destroy();
    } else if (!this.sending && still_ms >= STREAM_IDLE_MS) {
      this.movedAt = now();
      this.connection.write(COMMENT);
    }
  }

  /** Ends the stream; who is still to take something is cut off. */
  close(): void {
    const frozen = this.connection.writableLength > 0;
    this.stop();
    if (frozen) this.connection.destroy();
    else this.connection.end();
  }

  private async send(): Promise<void> {
    this.sending = true;
    for (let frame = await this.next(); frame !== undefined; frame = await this.next()) {
      for (let start = 0; start < frame.length && !this.closed; start += STREAM_PIECE_BYTES) {
        await this.options.pace.room();
        if (!this.closed) await this.write(frame.subarray(start, start + STREAM_PIECE_BYTES));
      }
      this.underway = undefined;
    }
    this.sending = false;
  }

  /** What has waited longest; undefined where nothing waits any more. */
  private async next(): Promise<Buffer | undefined> {
    while (!this.closed) {
      if (this.missed > 0) return this.tellMissed();
      const [event] = [...this.news.slice(0, 1), ...this.newest.values()].sort((a, b) => a.number - b.number);
      if (event === undefined) return undefined;
      if (event === this.news[0]) this.news.shift();
      else this.newest.delete(event.kind);
      const frame = await event.frame();
      if (frame === undefined || this.closed) continue;
      this.underway = { number: event.number, frame };
      return frame;
    }
    return undefined;
  }

  private tellMissed(): Buffer {
    const text = `event: missed\ndata: {"missed":${this.missed}}\n\n`;
    this.missed = 0;
    return Buffer.from(text);
  }

  /** Resolves when the connection takes more. */
  private async write(bytes: Buffer): Promise<void> {
    this.options.pace.count(bytes.length);
    const taken = this.connection.write(bytes);
    this.movedAt = this.options.now();
    if (taken) return;
    await new Promise<void>((resolve) => {
      this.goOn = resolve;
    });
  }

  private resume(): void {
    this.movedAt = this.options.now();
    this.goOn?.();
    this.goOn = undefined;
  }

  private stop(): void {
    this.closed = true;
    this.newest.clear();
    this.news.length = 0;
    this.underway = undefined;
    this.resume();
  }
}
