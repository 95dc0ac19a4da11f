import type { AlarmDocument } from '../../alarms';
import { gridError } from '../../errors';
import { History } from '../history';
import {
  MOST_REPLAYED_NEWS,
  MOST_STREAMS,
  MOST_STREAMS_PER_ADDRESS,
  STREAM_BEAT_MS,
  STREAM_RETRY_MS,
  STREAM_TURN_BYTES,
} from '../limits';
import type { ApiResponse } from '../message';
import type { Tick } from '../tick';
import { planKey, planNews } from './documents';
import { type EventKind, numberOf, StreamEvent } from './event';
import { Pace } from './pace';
import { StreamReader } from './reader';

export interface HubOptions {
  /** Differs from start to start: an id of another start says nothing here. */
  instance: string;
  /** Milliseconds; only differences count. */
  now(): number;
  /** The documents that the events carry. */
  state(tick: Tick): Promise<Buffer>;
  risk(tick: Tick): Promise<Buffer>;
}

export interface ReaderRequest {
  kinds: ReadonlySet<EventKind>;
  /** Where the client's copy ends; empty where it has none. */
  lastEventId: string;
  address: string;
  /** Aborted when the client has gone. */
  signal?: AbortSignal;
}

/** The live stream: tells all its readers of each tick. */
export class StreamHub {
  private readonly pace = new Pace(STREAM_TURN_BYTES);
  private readonly readers = new Set<StreamReader>();
  private readonly perAddress = new Map<string, number>();
  private readonly newest = new Map<EventKind, StreamEvent>();
  private readonly raised = new Map<string, StreamEvent>();
  private readonly news = new History<StreamEvent>(MOST_REPLAYED_NEWS);
  /** Number of the newest event, and of the newest of the news that is no longer kept. */
  private number = 0;
  private forgotten = 0;
  private planKey = '';
  private timer: NodeJS.Timeout | undefined;
  private opened = 0;
  private closed = false;

  constructor(private readonly options: HubOptions) {}

  /** Streams that are open. */
  get size(): number {
    return this.opened;
  }

  /** Takes a reader in: what is given begins its stream. BUSY where there are too many. */
  open(request: ReaderRequest): NonNullable<ApiResponse['follow']> {
    const release = this.admit(request.address);
    request.signal?.addEventListener('abort', release, { once: true });
    if (request.signal?.aborted === true) release();
    return (connection) => {
      connection.on('close', release);
      const reader = new StreamReader(connection, request.kinds, this.pace, this.options.now);
      connection.on('close', () => this.forget(reader));
      this.readers.add(reader);
      this.timer ??= setInterval(() => this.beat(), STREAM_BEAT_MS);
      connection.write(`retry: ${STREAM_RETRY_MS}\n\n`);
      if (this.closed) return reader.close();
      for (const event of this.due(request.lastEventId)) reader.offer(event);
    };
  }

  /** Tells of a tick. What is small goes first: an alarm does not wait for a large state. */
  tick(tick: Tick, alarms: readonly AlarmDocument[]): void {
    for (const alarm of alarms) this.tellAlarm(alarm);
    this.tellPlan(tick);
    const { state, risk } = this.options;
    this.tell(this.event('risk', () => risk(tick)));
    this.tell(this.event('state', () => state(tick)));
  }

  /** Looks after the readers. */
  beat(): void {
    for (const reader of this.readers) reader.beat();
  }

  close(): void {
    this.closed = true;
    for (const reader of [...this.readers]) {
      reader.close();
      this.forget(reader);
    }
  }

  private admit(address: string): () => void {
    const ofAddress = this.perAddress.get(address) ?? 0;
    if (this.opened >= MOST_STREAMS || ofAddress >= MOST_STREAMS_PER_ADDRESS) {
      throw gridError('BUSY', {
        at: ofAddress >= MOST_STREAMS_PER_ADDRESS ? 'streams of this address' : 'streams',
        got: ofAddress >= MOST_STREAMS_PER_ADDRESS ? ofAddress : this.opened,
        allowed: `${MOST_STREAMS} at the same time, ${MOST_STREAMS_PER_ADDRESS} of one address`,
        remedy: 'Close one, or ask again in a moment',
      });
    }
    this.opened += 1;
    this.perAddress.set(address, ofAddress + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.opened -= 1;
      const left = this.perAddress.get(address)! - 1;
      if (left > 0) this.perAddress.set(address, left);
      else this.perAddress.delete(address);
    };
  }

  private forget(reader: StreamReader): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** What a reader is to be told at once: what it missed, or where that is not known, what is true now. */
  private due(lastEventId: string): StreamEvent[] {
    const last = numberOf(lastEventId, this.options.instance);
    const known = last !== undefined && last >= this.forgotten && last <= this.number;
    const states = [...this.newest.values()];
    const events = known
      ? [...this.news.entries(), ...states.filter(({ kind }) => kind !== 'plan')]
      : [...this.raised.values(), ...states];
    const due = known ? events.filter(({ number }) => number > last) : events;
    return due.sort((a, b) => a.number - b.number);
  }

  private tellAlarm(alarm: AlarmDocument): void {
    const event = this.event('alarm', () => Buffer.from(JSON.stringify(alarm)));
    if (alarm.state === 'raised') this.raised.set(alarm.edge, event);
    else this.raised.delete(alarm.edge);
    this.keep(event);
    this.tell(event);
  }

  private tellPlan(tick: Tick): void {
    const news = planNews(tick);
    if (news === undefined || planKey(news) === this.planKey) return;
    this.planKey = planKey(news);
    const event = this.event('plan', () => Buffer.from(JSON.stringify(news)));
    this.keep(event);
    this.tell(event);
  }

  private keep(event: StreamEvent): void {
    if (this.news.size === MOST_REPLAYED_NEWS) {
      const [oldest] = this.news.from(this.news.first, 1);
      this.forgotten = oldest!.number;
    }
    this.news.push(event);
  }

  private tell(event: StreamEvent): void {
    if (event.kind !== 'alarm') this.newest.set(event.kind, event);
    for (const reader of this.readers) reader.offer(event);
  }

  private event(kind: EventKind, body: () => Buffer | Promise<Buffer>): StreamEvent {
    this.number += 1;
    return new StreamEvent(kind, this.number, this.options.instance, body);
  }
}
