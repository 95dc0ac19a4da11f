import type { AlarmDocument } from '../../alarms';
import {
  MOST_STREAM_BYTES,
  MOST_WAITING_NEWS,
  STREAM_BEAT_MS,
  STREAM_RETRY_MS,
  STREAM_TURN_BYTES,
} from '../limits';
import type { ApiResponse } from '../message';
import type { Tick } from '../tick';
import { Admission } from './admission';
import { Backlog } from './backlog';
import { planKey, planNews } from './documents';
import { type EventKind, StreamEvent } from './event';
import { Pace } from './pace';
import { StreamReader } from './reader';
import { furthestBehind } from './furthest-behind';

export interface HubOptions {
  /** Differs from start to start: an id of another start says nothing here. */
  instance: string;
  /** Milliseconds; only differences count. */
  now(): number;
  /** The documents that the events carry. */
  state(tick: Tick): Promise<Buffer>;
  risk(tick: Tick): Promise<Buffer>;
  /** Of distinct events on their way to readers. */
  mostBytes?: number;
}

export interface ReaderRequest {
  kinds: ReadonlySet<EventKind>;
  /** Where the client's copy ends; empty where it has none. */
  lastEventId: string;
  address: string;
  /** Asked at every beat: a stream does not outlive its key. */
  stillAdmitted?(): Promise<boolean>;
  /** Aborted when the client has gone. */
  signal?: AbortSignal;
}

/** The live stream: tells all its readers of each tick. */
export class StreamHub {
  private readonly pace = new Pace(STREAM_TURN_BYTES);
  private readonly admission = new Admission();
  private readonly backlog = new Backlog();
  private readonly readers = new Set<StreamReader>();
  /** Of the newest event. */
  private number = 0;
  private planKey = '';
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: HubOptions) {}

  /** Streams that are open. */
  get size(): number {
    return this.admission.size;
  }

  /** Takes a reader in: what is given begins its stream. BUSY where there are too many. */
  open({
    kinds,
    lastEventId,
    address,
    stillAdmitted,
    signal,
  }: ReaderRequest): NonNullable<ApiResponse['follow']> {
    const release = this.admission.admit(address);
    signal?.addEventListener('abort', release, { once: true });
    if (signal?.aborted === true) release();
    return (connection) => {
      const { now } = this.options;
      const reader = new StreamReader(connection, kinds, { pace: this.pace, now, stillAdmitted });
      connection.on('close', () => {
        release();
        this.forget(reader);
      });
      connection.write(`retry: ${STREAM_RETRY_MS}\n\n`);
      if (this.closed) return reader.close();
      this.readers.add(reader);
      this.timer ??= setInterval(() => this.beat(), STREAM_BEAT_MS);
      this.offerDue(reader, this.backlog.due(lastEventId, this.options.instance, this.number));
    };
  }

  /** Tells of a tick. What is small goes first: an alarm does not wait for a large state. */
  tick(tick: Tick, alarms: readonly AlarmDocument[]): void {
    this.tellAlarms(alarms);
    this.tellPlan(tick);
    const { state, risk, mostBytes = MOST_STREAM_BYTES } = this.options;
    const events = [this.event('risk', () => risk(tick)), this.event('state', () => state(tick))];
    for (const event of events) {
      this.backlog.keepState(event);
      this.tell(event);
    }
    for (const reader of furthestBehind(this.readers, mostBytes)) reader.close();
  }

  close(): void {
    this.closed = true;
    for (const reader of [...this.readers]) {
      reader.close();
      this.forget(reader);
    }
  }

  private beat(): void {
    for (const reader of this.readers) void reader.beat();
  }

  private forget(reader: StreamReader): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tellAlarms(alarms: readonly AlarmDocument[]): void {
    const events = alarms.map((alarm) => {
      const event = this.event('alarm', () => Buffer.from(JSON.stringify(alarm)));
      this.backlog.keepAlarm(event, alarm.edge, alarm.state === 'raised');
      return event;
    });
    // More would only push each other out, at every reader.
    const newest = events.slice(-MOST_WAITING_NEWS);
    for (const reader of this.readers) reader.miss('alarm', events.length - newest.length);
    for (const event of newest) this.tell(event);
  }

  private offerDue(reader: StreamReader, events: readonly StreamEvent[]): void {
    const alarms = events.filter(({ kind }) => kind === 'alarm');
    const tooMany = new Set(alarms.slice(0, -MOST_WAITING_NEWS));
    reader.miss('alarm', tooMany.size);
    for (const event of events) if (!tooMany.has(event)) reader.offer(event);
  }

  private tellPlan(tick: Tick): void {
    const news = planNews(tick);
    if (news === undefined || planKey(news) === this.planKey) return;
    this.planKey = planKey(news);
    const event = this.event('plan', () => Buffer.from(JSON.stringify(news)));
    this.backlog.keepPlan(event);
    this.tell(event);
  }

  private tell(event: StreamEvent): void {
    for (const reader of this.readers) reader.offer(event);
  }

  private event(kind: EventKind, body: () => Buffer | Promise<Buffer>): StreamEvent {
    this.number += 1;
    return new StreamEvent(kind, this.number, this.options.instance, body);
  }
}
