import { MAX_QUEUE_BYTES, MAX_QUEUE_MESSAGES, MAX_REMEMBERED_QOS2 } from '../limits';
import type { Access } from './access';

export interface Subscription {
  readonly topic: string;
  qos: 0 | 1 | 2;
  readonly rh?: number;
  readonly rap?: boolean;
  readonly nl?: boolean;
}

/** A message, or once a QoS 2 message was received its PUBREL, that a client has not acknowledged. */
export interface Queued {
  readonly key: number;
  cmd: 'publish' | 'pubrel';
  readonly topic: string;
  payload: Buffer;
  readonly qos: 1 | 2;
  readonly retain: boolean;
  messageId?: number;
}

/** What is kept for a client between its connections. */
export class Session {
  readonly subscriptions = new Map<string, Subscription>();
  private readonly queue = new Map<number, Queued>();
  private readonly keys = new Map<number, number>();
  /** Message ids of QoS 2 that came in and were not released. */
  private readonly received = new Set<number>();
  bytes = 0;
  /** When its client left; undefined while it is there. */
  leftAt: number | undefined;

  constructor(
    readonly id: string,
    public access: Access,
  ) {}

  get queued(): IterableIterator<Queued> {
    return this.queue.values();
  }

  get length(): number {
    return this.queue.size;
  }

  /** False, and nothing is kept, where the queue is full. */
  enqueue(message: Queued): boolean {
    this.remove(message.key);
    const bytes = sizeOf(message);
    if (this.queue.size >= MAX_QUEUE_MESSAGES || this.bytes + bytes > MAX_QUEUE_BYTES) return false;
    this.queue.set(message.key, message);
    if (message.messageId !== undefined) this.keys.set(message.messageId, message.key);
    this.bytes += bytes;
    return true;
  }

  /** The message goes out under this id; false where it is not queued. */
  sent(key: number, messageId: number): boolean {
    const message = this.queue.get(key);
    if (message === undefined || message.messageId === messageId) return false;
    if (message.messageId !== undefined) this.keys.delete(message.messageId);
    message.messageId = messageId;
    this.keys.set(messageId, key);
    return true;
  }

  /** The message itself is not needed any more; false where that is known, or it is not queued. */
  release(key: number): boolean {
    const message = this.queue.get(key);
    if (message === undefined || message.cmd === 'pubrel') return false;
    this.bytes -= message.payload.length;
    message.cmd = 'pubrel';
    message.payload = Buffer.alloc(0);
    return true;
  }

  byId(messageId: number): Queued | undefined {
    const key = this.keys.get(messageId);
    return key === undefined ? undefined : this.queue.get(key);
  }

  remove(key: number): Queued | undefined {
    const message = this.queue.get(key);
    if (message === undefined) return undefined;
    this.queue.delete(key);
    this.bytes -= sizeOf(message);
    if (message.messageId !== undefined && this.keys.get(message.messageId) === key) {
      this.keys.delete(message.messageId);
    }
    return message;
  }

  remember(messageId: number): void {
    this.received.add(messageId);
    if (this.received.size <= MAX_REMEMBERED_QOS2) return;
    const [oldest] = this.received;
    this.received.delete(oldest as number);
  }

  remembers(messageId: number): boolean {
    return this.received.has(messageId);
  }

  forget(messageId: number): boolean {
    return this.received.delete(messageId);
  }

  /** One above the ids that are taken, so that no new message gets one of them. */
  freeId(): number {
    let highest = 0;
    for (const messageId of this.keys.keys()) highest = Math.max(highest, messageId);
    return (highest % 65_535) + 1;
  }
}

/** What a message takes in memory besides its content, so that empty ones count. */
const BOOKKEEPING_BYTES = 400;

function sizeOf({ topic, payload }: Queued): number {
  return topic.length + payload.length + BOOKKEEPING_BYTES;
}
