import { randomBytes } from 'node:crypto';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { gridError } from '../errors';
import type {
  BrokerState,
  Credentials,
  GridBroker,
  GridConnection,
  PublishOptions,
  Received,
} from './broker';
import { OFFLINE, ONLINE } from './broker';
import {
  CLOSE_GRACE_MS,
  MAX_EXTERNAL_BACKLOG_BYTES,
  MAX_UNACKNOWLEDGED,
  REACH_TIMEOUT_MS,
  RECONNECT_MS,
} from './limits';
import { Listeners } from './listeners';
import { topicMatches } from './topics';
import { within } from './within';

export interface ExternalSettings extends Credentials {
  /** Such as mqtt://broker.example:1883 or mqtts://broker.example:8883. */
  readonly url: string;
}

/** A broker elsewhere. Each publisher has a connection of its own, as MQTT knows one last will a connection. */
export class ExternalBroker implements GridBroker {
  private readonly listeners = new Listeners();
  private readonly connections = new Set<ExternalConnection>();
  private readonly address: string;
  /** Of connections that are closed. */
  private droppedBefore = 0;

  constructor(private readonly settings: ExternalSettings) {
    const { protocol, host, pathname } = new URL(settings.url);
    this.address = `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  }

  connect(statusTopic: string): GridConnection {
    const connection = new ExternalConnection(this.settings, this.address, statusTopic, {
      onChange: () => this.listeners.call(),
      onClosed: () => {
        this.connections.delete(connection);
        this.droppedBefore += connection.state().dropped;
      },
    });
    this.connections.add(connection);
    return connection;
  }

  state(): BrokerState {
    const states = [...this.connections].map((connection) => connection.state());
    const error = states.find((state) => state.error !== undefined)?.error;
    return {
      mode: 'external',
      connected: states.length > 0 && states.every((state) => state.connected),
      address: this.address,
      dropped: states.reduce((sum, state) => sum + state.dropped, this.droppedBefore),
      ...(error === undefined ? {} : { error }),
    };
  }

  onChange(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close()));
    this.listeners.clear();
  }
}

class ExternalConnection implements GridConnection {
  private readonly client: MqttClient;
  private readonly handlers = new Map<string, (message: Received) => void>();
  private unacknowledged = 0;
  private dropped = 0;
  private error: string | undefined;
  private closed = false;

  constructor(
    settings: ExternalSettings,
    private readonly address: string,
    private readonly statusTopic: string,
    private readonly owner: { onChange(): void; onClosed(): void },
  ) {
    this.client = connect(settings.url, optionsOf(settings, statusTopic));
    this.client.on('connect', () => this.arrived());
    this.client.on('close', () => this.left());
    this.client.on('error', (error) => this.failed(error));
    this.client.on('message', (topic, payload, { retain }) => this.deliver({ topic, payload, retain }));
  }

  /** Nothing is queued for a broker that is away or does not keep up. */
  publish(
    topic: string,
    payload: string | Buffer,
    { retain = false, qos = 0 }: PublishOptions = {},
  ): boolean {
    const full =
      this.client.stream?.writableLength > MAX_EXTERNAL_BACKLOG_BYTES ||
      (qos > 0 && this.unacknowledged >= MAX_UNACKNOWLEDGED);
    if (!this.client.connected || this.closed || full) {
      this.dropped += 1;
      return false;
    }
    if (qos > 0) this.unacknowledged += 1;
    this.client.publish(topic, payload, { retain, qos }, () => {
      if (qos > 0) this.unacknowledged -= 1;
    });
    return true;
  }

  subscribe(filter: string, handler: (message: Received) => void): void {
    this.handlers.set(filter, handler);
    if (this.client.connected) this.client.subscribe(filter, { qos: 1 });
  }

  state(): BrokerState {
    return {
      mode: 'external',
      connected: this.client.connected,
      address: this.address,
      dropped: this.dropped,
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.owner.onClosed();
    if (this.client.connected) await within(CLOSE_GRACE_MS, this.leave());
    await this.client.endAsync(true);
  }

  /** With a DISCONNECT, so that the broker forgets the last will. */
  private async leave(): Promise<void> {
    await this.client.publishAsync(this.statusTopic, OFFLINE, { retain: true, qos: 1 });
    await this.client.endAsync(false);
  }

  private arrived(): void {
    this.error = undefined;
    this.publish(this.statusTopic, ONLINE, { retain: true, qos: 1 });
    for (const filter of this.handlers.keys()) this.client.subscribe(filter, { qos: 1 });
    if (!this.closed) this.owner.onChange();
  }

  private left(): void {
    this.error ??= this.unavailable('no connection').message;
    if (!this.closed) this.owner.onChange();
  }

  private failed(error: Error & { code?: string | number }): void {
    this.error = this.unavailable(error.message || String(error.code)).message;
    if (!this.closed) this.owner.onChange();
  }

  private unavailable(got: string): Error {
    return gridError('BROKER_UNAVAILABLE', {
      at: this.address,
      got,
      remedy: 'Check address and credentials in grid-broker; it is tried again meanwhile',
    });
  }

  private deliver(message: Received): void {
    for (const [filter, handler] of this.handlers) {
      if (topicMatches(filter, message.topic)) handler(message);
    }
  }
}

function optionsOf({ username, password }: Credentials, statusTopic: string): IClientOptions {
  return {
    clientId: `gridloom_${randomBytes(6).toString('hex')}`,
    clean: true,
    protocolVersion: 4,
    queueQoSZero: false,
    resubscribe: false,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: REACH_TIMEOUT_MS,
    will: { topic: statusTopic, payload: Buffer.from(OFFLINE), retain: true, qos: 1 },
    ...(username ? { username, password: password ?? '' } : {}),
  };
}
