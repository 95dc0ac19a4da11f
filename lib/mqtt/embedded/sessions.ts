import {
  MAX_QUEUES_BYTES,
  MAX_SESSIONS,
  MAX_SESSIONS_PER_USER,
  MAX_SUBSCRIPTIONS,
  SESSION_EXPIRY_MS,
} from '../limits';
import type { Access } from './access';
import type { Change, Recorder } from './changes';
import { FilterTree } from './filter-tree';
import { type Queued, Session, type Subscription } from './session';

/** The sessions of clients that asked for one that outlives their connection (`clean session` off). */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly tree = new FilterTree<Session>();
  private totalBytes = 0;
  private totalSubscriptions = 0;

  constructor(
    private readonly record: Recorder,
    private readonly onDrop: () => void,
  ) {}

  get size(): number {
    return this.byId.size;
  }

  /** Those whose clients are not there. */
  get away(): number {
    let sum = 0;
    for (const { leftAt } of this.byId.values()) if (leftAt !== undefined) sum += 1;
    return sum;
  }

  get messages(): number {
    let sum = 0;
    for (const session of this.byId.values()) sum += session.length;
    return sum;
  }

  get bytes(): number {
    return this.totalBytes;
  }

  all(): IterableIterator<Session> {
    return this.byId.values();
  }

  get(id: string): Session | undefined {
    return this.byId.get(id);
  }

  /** Takes a session up, or begins one; false where there are too many. One of another user's is no longer anybody's. */
  open(id: string, access: Access): boolean {
    let session = this.byId.get(id);
    if (session !== undefined && session.access.user !== access.user) {
      this.end(id);
      session = undefined;
    }
    if (session !== undefined) {
      session.access = access;
      this.arrive(id);
      return true;
    }
    if (this.byId.size >= MAX_SESSIONS || this.ofUser(access.user) >= MAX_SESSIONS_PER_USER) return false;
    this.byId.set(id, new Session(id, access));
    this.record({ is: 'session', id, user: access.user });
    return true;
  }

  /** Its client is there, also where it has just taken the place of a connection of the same id. */
  arrive(id: string): void {
    const session = this.byId.get(id);
    if (session?.leftAt === undefined) return;
    session.leftAt = undefined;
    // Otherwise the time at which it left before would count after the process was killed.
    this.record({ is: 'session', id, user: session.access.user });
  }

  leave(id: string, at: number): void {
    const session = this.byId.get(id);
    if (session === undefined) return;
    session.leftAt = at;
    this.record({ is: 'left', id, at });
  }

  end(id: string): void {
    const session = this.byId.get(id);
    if (session === undefined) return;
    for (const { topic } of session.subscriptions.values()) this.tree.delete(topic, session);
    this.totalBytes -= session.bytes;
    this.totalSubscriptions -= session.subscriptions.size;
    this.byId.delete(id);
    this.record({ is: 'ended', id });
  }

  /** Ends those whose clients have been away too long. */
  sweep(now: number): void {
    for (const { id, leftAt } of [...this.byId.values()]) {
      if (leftAt !== undefined && now - leftAt > SESSION_EXPIRY_MS) this.end(id);
    }
  }

  /** Whether a subscription can be kept, where the client has a session. */
  hasRoomFor(id: string, filter: string): boolean {
    const session = this.byId.get(id);
    return (
      session === undefined ||
      session.subscriptions.has(filter) ||
      this.totalSubscriptions < MAX_SUBSCRIPTIONS
    );
  }

  subscribe(id: string, subscription: Subscription): void {
    const session = this.byId.get(id);
    const { topic, qos } = subscription;
    if (session === undefined || !this.hasRoomFor(id, topic)) return;
    if (session.subscriptions.get(topic)?.qos === qos) return;
    if (!session.subscriptions.has(topic)) this.totalSubscriptions += 1;
    session.subscriptions.set(topic, subscription);
    if (qos > 0) this.tree.set(topic, session, qos);
    else this.tree.delete(topic, session);
    this.record({ is: 'subscribed', id, filter: topic, qos });
  }

  unsubscribe(id: string, filter: string): void {
    const session = this.byId.get(id);
    if (session?.subscriptions.delete(filter) !== true) return;
    this.totalSubscriptions -= 1;
    this.tree.delete(filter, session);
    this.record({ is: 'unsubscribed', id, filter });
  }

  /** Those that wait for messages of a topic, each with the QoS that it is to get them with at most. */
  takers(topic: string): Map<Session, number> {
    const found = this.tree.match(topic);
    for (const session of found.keys()) if (!session.access.mayRead(topic)) found.delete(session);
    return found;
  }

  enqueue(session: Session, message: Queued): void {
    const before = session.bytes;
    if (this.totalBytes >= MAX_QUEUES_BYTES || !session.enqueue(message)) {
      this.onDrop();
      return;
    }
    this.totalBytes += session.bytes - before;
    this.record(queuedChange(session.id, message));
  }

  sent(id: string, key: number, messageId: number): void {
    if (this.byId.get(id)?.sent(key, messageId) === true) this.record({ is: 'sent', id, key, messageId });
  }

  /** A QoS 2 message has arrived: only its PUBREL is still owed. */
  release(id: string, messageId: number): void {
    const key = this.byId.get(id)?.byId(messageId)?.key;
    if (key !== undefined) this.releaseKey(id, key);
  }

  releaseKey(id: string, key: number): void {
    const session = this.byId.get(id);
    const before = session?.bytes ?? 0;
    if (session?.release(key) !== true) return;
    this.totalBytes += session.bytes - before;
    this.record({ is: 'released', id, key });
  }

  remove(id: string, key: number): Queued | undefined {
    const session = this.byId.get(id);
    const before = session?.bytes ?? 0;
    const message = session?.remove(key);
    if (session === undefined || message === undefined) return undefined;
    this.totalBytes += session.bytes - before;
    this.record({ is: 'acknowledged', id, key });
    return message;
  }

  /** All that makes up the sessions as they are, and as they become while it is gone through. */
  *changes(): Generator<Change> {
    for (const session of this.byId.values()) {
      const { id, access, leftAt } = session;
      yield { is: 'session', id, user: access.user };
      if (leftAt !== undefined) yield { is: 'left', id, at: leftAt };
      for (const { topic: filter, qos } of session.subscriptions.values()) {
        yield { is: 'subscribed', id, filter, qos };
      }
      for (const message of session.queued) {
        // Ended meanwhile; there may be another one of the same client.
        if (this.byId.get(id) !== session) break;
        yield queuedChange(id, message);
      }
    }
  }

  private ofUser(user: string): number {
    let sum = 0;
    for (const { access } of this.byId.values()) if (access.user === user) sum += 1;
    return sum;
  }
}

function queuedChange(id: string, { key, cmd, topic, payload, qos, retain, messageId }: Queued): Change {
  return {
    ...{ is: 'queued', id, key, topic, payload, qos, retain },
    ...(messageId === undefined ? {} : { messageId }),
    ...(cmd === 'pubrel' ? { released: true } : {}),
  };
}
