import { randomBytes } from 'node:crypto';
import { type GridError, gridError } from '../../errors';
import type { Journal } from '../../keeping';
import {
  type BrokerState,
  type GridConnection,
  OFFLINE,
  ONLINE,
  type PublishOptions,
  type Received,
} from '../broker';
import { CLOSE_GRACE_MS } from '../limits';
import { topicMatches } from '../topics';
import { within } from '../within';
import { Forwarder } from './forwarder';
import { MAX_STORED_BYTES } from './limits';
import type { Link } from './link';
import { Outbox } from './outbox';
import { Reaching } from './reaching';
import type { ExternalSettings } from './settings';

export interface ConnectionOwner {
  onChange(): void;
  onClosed(): void;
}

/** Stands for a topic where it is the store that does not work. */
const STORING = '';

const STATUS = { retain: true, qos: 1 } as const;

/** A publisher's way to an external broker, which comes back whenever it is lost. */
export class ExternalConnection implements GridConnection {
  readonly stores: boolean;
  private readonly reaching: Reaching;
  private readonly outbox: Outbox;
  private readonly forwarder: Forwarder;
  private readonly handlers = new Map<string, (message: Received) => void>();
  private dropped = 0;
  /** Why there is no connection, or what the broker did not want. */
  private error: string | undefined;
  /** The topic on which the broker did not want something, or STORING. */
  private complaint: string | undefined;
  /** Called when nothing waits any more. */
  private onDelivered = () => {};
  private closed = false;
  private closing: Promise<void> | undefined;

  constructor(
    settings: ExternalSettings,
    private readonly address: string,
    private readonly statusTopic: string,
    journal: Promise<Journal | undefined> | undefined,
    private readonly owner: ConnectionOwner,
  ) {
    this.stores = journal !== undefined;
    this.forwarder = new Forwarder(
      () => this.outbox,
      (topic, refusal) => this.outcome(topic, refusal),
    );
    this.outbox = new Outbox(journal, () => this.forwarder.send());
    const clientId = `gridloom_${randomBytes(6).toString('hex')}`;
    this.reaching = new Reaching(
      settings,
      { clientId, statusTopic },
      {
        onUp: (link) => this.arrived(link),
        onDown: (reason) => this.left(reason),
        onMessage: (message) => this.deliver(message),
      },
    );
  }

  publish(topic: string, payload: string | Buffer, options: PublishOptions = {}): boolean {
    if (this.closed) return this.drop();
    const { retain = false, qos = 0, keep = false, expiry_s } = options;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    if ((qos > 0 || (keep && this.stores)) && bytes.length <= MAX_STORED_BYTES) {
      const late = !this.connected || this.outbox.behind;
      const publication = { topic, payload: bytes, retain, late, at_ms: Date.now() };
      return this.outbox.add(expiry_s === undefined ? publication : { ...publication, expiry_s });
    }
    const { link } = this.reaching;
    if (link === undefined || !link.up || link.backlogged) return this.drop();
    link.publish(topic, bytes, { retain, qos });
    return true;
  }

  subscribe(filter: string, handler: (message: Received) => void): void {
    this.handlers.set(filter, handler);
    if (this.connected) this.reaching.link?.subscribe(filter);
  }

  state(): BrokerState {
    const { waiting } = this.outbox;
    return {
      mode: 'external',
      connected: this.connected,
      address: this.address,
      dropped: this.dropped + this.outbox.dropped,
      ...(this.stores ? { stored: waiting, replayed: this.forwarder.replayed } : {}),
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  /** What cannot be stored is reported like what the broker refuses. */
  fault(error: GridError): void {
    this.complain(STORING, error);
  }

  /** Asked a second time, as when publisher and broker close together, it waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private get connected(): boolean {
    return this.reaching.link?.up ?? false;
  }

  private async end(): Promise<void> {
    this.closed = true;
    const { link } = this.reaching;
    if (link?.up) await within(CLOSE_GRACE_MS, this.leave(link));
    this.forwarder.detach();
    await this.reaching.close();
    await this.outbox.close();
    this.owner.onClosed();
  }

  /** Once what waits is delivered, as far as that is soon. */
  private async leave(link: Link): Promise<void> {
    const delivered = new Promise<void>((resolve) => {
      this.onDelivered = resolve;
      if (this.outbox.waiting === 0) resolve();
    });
    await within(CLOSE_GRACE_MS / 2, delivered);
    await new Promise<void>((resolve) => link.publish(this.statusTopic, OFFLINE, STATUS, () => resolve()));
    await link.leave();
  }

  private arrived(link: Link): void {
    this.error = undefined;
    this.complaint = undefined;
    link.publish(this.statusTopic, ONLINE, STATUS);
    for (const filter of this.handlers.keys()) link.subscribe(filter);
    this.forwarder.attach(link);
    this.changed();
  }

  private left(reason: string): void {
    this.forwarder.detach();
    this.outbox.spill();
    this.error = gridError('BROKER_UNAVAILABLE', {
      at: this.address,
      got: reason,
      remedy: 'Check address and credentials in grid-broker; it is tried again meanwhile',
    }).message;
    this.changed();
  }

  private outcome(topic: string, refusal: string | undefined): void {
    const { waiting } = this.outbox;
    if (waiting === 0) this.onDelivered();
    if (refusal !== undefined) {
      const remedy = "See to the publisher's rights and the broker's limits";
      const got = `${topic}: ${refusal}`;
      this.complain(topic, gridError('PUBLICATION_REFUSED', { at: this.address, got, remedy }));
      return;
    }
    this.reaching.proven();
    const over = this.complaint === topic || this.complaint === STORING;
    if (over) this.error = this.complaint = undefined;
    if (over || waiting === 0) this.changed();
  }

  /** Stands until something is delivered on the topic, or the connection ends. */
  private complain(topic: string, { message }: GridError): void {
    this.complaint = topic;
    this.error = message;
    this.changed();
  }

  private changed(): void {
    if (!this.closed) this.owner.onChange();
  }

  private drop(): false {
    this.dropped += 1;
    return false;
  }

  private deliver(message: Received): void {
    for (const [filter, handler] of this.handlers) {
      if (topicMatches(filter, message.topic)) handler(message);
    }
  }
}
