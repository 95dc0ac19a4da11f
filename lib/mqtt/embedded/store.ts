import { Readable } from 'node:stream';
import type { Aedes, AedesPublishPacket, Client } from 'aedes' with { 'resolution-mode': 'import' };
import type { Change, Recorder } from './changes';
import { Replays } from './replays';
import { RetainedMessages } from './retained';
import type { Queued, Subscription } from './session';
import { Sessions } from './sessions';

type Subscriber = Pick<Client, 'id'>;
type Taker = { readonly clientId: string; readonly topic: string; readonly qos: number };
type Acknowledged = { readonly cmd: string; readonly messageId?: number; readonly brokerCounter?: number };

/** What SUBACK has in place of a granted QoS (MQTT 3.1.1, section 3.9.3). */
const REFUSED = 128;

/** Sessions and retained messages, in the form in which aedes asks for them (its persistence interface, version 11). */
export class Store {
  readonly retained: RetainedMessages;
  readonly sessions: Sessions;
  /** Subscriptions that were granted; aedes asks to keep refused ones too. */
  private readonly granted = new WeakSet<object>();
  /** QoS 2 messages that came in from clients without a session. */
  private readonly incoming = new Map<string, Set<number>>();
  private readonly replays = new Replays();
  private subscriber: Client | undefined;
  private brokerId = '';

  /** `onKept` is told how many sessions a client's message was put into. */
  constructor(
    record: Recorder,
    onDrop: () => void,
    private readonly onKept: (clientId: string, sessions: number) => void = () => {},
  ) {
    this.retained = new RetainedMessages(record);
    this.sessions = new Sessions(record, onDrop);
  }

  grant(subscription: object): void {
    this.granted.add(subscription);
  }

  /** A message that is kept for a client must not reach it. */
  discard(client: Subscriber, { brokerCounter }: AedesPublishPacket): void {
    this.sessions.remove(client.id, brokerCounter);
  }

  /** All that is to outlast the process. */
  *changes(): Generator<Change> {
    yield* this.retained.changes();
    yield* this.sessions.changes();
  }

  // From here on: what aedes calls.

  async setup(broker: Aedes): Promise<void> {
    this.brokerId = broker.id;
    // aedes says who subscribed, and in the same turn asks for what is retained, where anything was granted.
    broker.on('subscribe', (subscriptions, client) => {
      if (subscriptions.some(({ qos }) => (qos as number) !== REFUSED)) this.subscriber = client;
    });
    const counting = broker as Aedes & { counter: number };
    for (const session of this.sessions.all()) {
      for (const { key } of session.queued) counting.counter = Math.max(counting.counter, key);
    }
  }

  async storeRetained({ topic, payload, qos, clientId }: AedesPublishPacket & { clientId?: string }) {
    this.retained.set(topic, payload as Buffer, qos, clientId !== undefined);
  }

  createRetainedStream(filter: string): Readable {
    return this.createRetainedStreamCombi([filter]);
  }

  createRetainedStreamCombi(filters: readonly string[]): Readable {
    const client = this.subscriber;
    this.subscriber = undefined;
    const found = this.retained.matching(filters);
    return Readable.from(client === undefined ? found : this.replays.to(client, found));
  }

  async addSubscriptions({ id }: Subscriber, subscriptions: readonly Subscription[]): Promise<void> {
    for (const subscription of subscriptions) {
      if (this.granted.has(subscription)) this.sessions.subscribe(id, { ...subscription });
    }
  }

  async removeSubscriptions({ id }: Subscriber, filters: readonly string[]): Promise<void> {
    for (const filter of filters) this.sessions.unsubscribe(id, filter);
  }

  async subscriptionsByClient({ id }: Subscriber): Promise<Subscription[]> {
    return [...(this.sessions.get(id)?.subscriptions.values() ?? [])].map((subscription) => ({
      ...subscription,
    }));
  }

  async countOffline() {
    return { subsCount: 0, clientsCount: this.sessions.size };
  }

  async subscriptionsByTopic(topic: string): Promise<Taker[]> {
    return [...this.sessions.takers(topic)].map(([{ id }, qos]) => ({ clientId: id, topic, qos }));
  }

  async cleanSubscriptions({ id }: Subscriber): Promise<void> {
    this.sessions.end(id);
  }

  async outgoingEnqueueCombi(
    takers: readonly Taker[],
    packet: AedesPublishPacket & { clientId?: string },
  ): Promise<void> {
    if (takers.length === 0) return;
    if (packet.clientId !== undefined) this.onKept(packet.clientId, takers.length);
    const { brokerCounter: key, topic } = packet;
    // Part of a chunk that came in is copied, so that the chunk can go.
    const payload = Buffer.from(packet.payload as Buffer);
    for (const { clientId, qos } of takers) {
      const session = this.sessions.get(clientId);
      if (session === undefined) continue;
      const atMost = Math.min(qos, packet.qos) as 1 | 2;
      const message: Queued = { key, cmd: 'publish', topic, payload, qos: atMost, retain: false };
      this.sessions.enqueue(session, message);
    }
  }

  /** Before a message, or the PUBREL of one, goes out. One that is not queued, as its queue was full, goes out all the same. */
  async outgoingUpdate({ id }: Subscriber, packet: Acknowledged): Promise<void> {
    if (packet.messageId === undefined) return;
    if (packet.cmd === 'pubrel') this.sessions.release(id, packet.messageId);
    else if (packet.brokerCounter !== undefined)
      this.sessions.sent(id, packet.brokerCounter, packet.messageId);
  }

  async outgoingClearMessageId({ id }: Subscriber, { messageId }: Acknowledged): Promise<object | undefined> {
    if (messageId === undefined) return undefined;
    const queued = this.sessions.get(id)?.byId(messageId);
    return queued === undefined ? undefined : this.sessions.remove(id, queued.key);
  }

  /** What waited for a client, in order; what was sent before is marked as a duplicate. */
  outgoingStream(client: Subscriber): Readable {
    const session = this.sessions.get(client.id);
    if (session === undefined) return Readable.from([]);
    (client as Subscriber & { _nextId: number })._nextId = session.freeId();
    const waiting = [...session.queued].map(({ key, ...message }) => ({
      ...message,
      brokerId: this.brokerId,
      brokerCounter: key,
      dup: message.messageId !== undefined && message.cmd === 'publish',
    }));
    return Readable.from(waiting);
  }

  async incomingStorePacket({ id }: Subscriber, { messageId }: Acknowledged): Promise<void> {
    if (messageId === undefined) return;
    const session = this.sessions.get(id);
    if (session !== undefined) session.remember(messageId);
    else this.incoming.set(id, (this.incoming.get(id) ?? new Set()).add(messageId));
  }

  /** Rejects where there is none, as aedes expects. */
  async incomingGetPacket({ id }: Subscriber, { messageId = 0 }: Acknowledged): Promise<object> {
    const known = this.sessions.get(id)?.remembers(messageId) ?? this.incoming.get(id)?.has(messageId);
    if (known !== true) throw new Error('no such packet');
    return {};
  }

  async incomingDelPacket({ id }: Subscriber, { messageId = 0 }: Acknowledged): Promise<void> {
    const known = this.sessions.get(id)?.forget(messageId) ?? this.incoming.get(id)?.delete(messageId);
    if (known !== true) throw new Error('no such packet');
  }

  async cleanIncoming({ id }: Subscriber): Promise<void> {
    this.incoming.delete(id);
  }

  // Last wills live with their connections, which end with this process.

  async putWill(): Promise<void> {}

  async getWill(): Promise<undefined> {
    return undefined;
  }

  async delWill(): Promise<undefined> {
    return undefined;
  }

  streamWill(): Readable {
    return Readable.from([]);
  }

  async destroy(): Promise<void> {}
}
