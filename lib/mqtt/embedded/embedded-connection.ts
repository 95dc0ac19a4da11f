import type { Aedes, AedesPublishPacket } from 'aedes' with { 'resolution-mode': 'import' };
import {
  type BrokerState,
  type GridConnection,
  OFFLINE,
  ONLINE,
  type PublishOptions,
  type Received,
  type Sender,
} from '../broker';
import { CLOSE_GRACE_MS } from '../limits';
import { within } from '../within';

interface Owner {
  /** The broker, once it is ready. */
  aedes(): Aedes | undefined;
  state(): BrokerState;
  onDrop(): void;
  onClosed(): void;
  senderOf(clientId: string): Sender | undefined;
}

type Deliver = (packet: AedesPublishPacket & { clientId?: string }, done: () => void) => void;

/** A publisher's way to the broker in the same process: no socket, no serialisation. */
export class EmbeddedConnection implements GridConnection {
  private readonly endings: (() => void)[] = [];
  private closed = false;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly ready: Promise<Aedes | undefined>,
    private readonly statusTopic: string,
    private readonly owner: Owner,
  ) {
    // Needs no open port: whoever connects later finds it retained.
    this.whenReady(() => void this.emit(statusTopic, ONLINE, { retain: true, qos: 1 }));
  }

  publish(topic: string, payload: string | Buffer, options: PublishOptions = {}): boolean {
    if (this.closed || !this.owner.state().connected) {
      this.owner.onDrop();
      return false;
    }
    void this.emit(topic, payload, options);
    return true;
  }

  subscribe(filter: string, handler: (message: Received) => void): void {
    const deliver: Deliver = ({ topic, payload, retain, clientId }, done) => {
      // Now, as the client may leave at once.
      const from = clientId === undefined ? undefined : this.owner.senderOf(clientId);
      done();
      // Later, as what the handler publishes must not come between the deliveries of this message.
      queueMicrotask(() => {
        if (!this.closed) handler({ topic, payload: Buffer.from(payload), retain, ...(from && { from }) });
      });
    };
    this.whenReady((aedes) => {
      aedes.subscribe(filter, deliver, () => {});
      this.endings.push(() => aedes.unsubscribe(filter, deliver, () => {}));
      void this.replay(aedes, filter, deliver);
    });
  }

  state(): BrokerState {
    return this.owner.state();
  }

  /** Asked a second time, as when publisher and broker close together, it waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    this.closed = true;
    for (const end of this.endings) end();
    await within(CLOSE_GRACE_MS, this.emit(this.statusTopic, OFFLINE, { retain: true, qos: 1 }));
    this.owner.onClosed();
  }

  /** Ends when every client's socket has taken the message. */
  private emit(
    topic: string,
    payload: string | Buffer,
    { retain = false, qos = 0 }: PublishOptions,
  ): Promise<void> {
    return new Promise((resolve) => {
      const aedes = this.owner.aedes();
      if (aedes === undefined) resolve();
      else aedes.publish({ cmd: 'publish', topic, payload, retain, qos, dup: false }, () => resolve());
    });
  }

  private whenReady(act: (aedes: Aedes) => void): void {
    void this.ready.then((aedes) => {
      if (aedes !== undefined && !this.closed) act(aedes);
    });
  }

  private async replay(aedes: Aedes, filter: string, deliver: Deliver): Promise<void> {
    const { persistence } = aedes as Aedes & { persistence: RetainedMessages };
    for await (const packet of persistence.createRetainedStreamCombi([filter])) deliver(packet, () => {});
  }
}

/** The part of aedes' persistence that its types leave out. */
interface RetainedMessages {
  createRetainedStreamCombi(filters: string[]): AsyncIterable<AedesPublishPacket>;
}
