import { once } from 'node:events';
import { connect, type IClientOptions, type IConnackPacket, type MqttClient, ReasonCodes } from 'mqtt';
import { OFFLINE, type PublishOptions, type Received } from '../broker';
import { KEEPALIVE_S, MAX_EXTERNAL_BACKLOG_BYTES, REACH_TIMEOUT_MS, WILL_DELAY_S } from './limits';
import type { ExternalSettings, ProtocolVersion } from './settings';

/** How a link ended. */
export interface LinkEnd {
  /** In the words of the system, the library or the broker. */
  readonly reason: string;
  /** The broker's own code, where it refused or ended the connection. */
  readonly code?: number;
  /** Whether there was a connection to the broker's port. */
  readonly reached: boolean;
  /** Whether the broker answered the CONNECT. */
  readonly answered: boolean;
}

export interface LinkEvents {
  onUp(): void;
  /** Called once. */
  onDown(end: LinkEnd): void;
  onMessage(message: Received): void;
}

export interface LinkPublication extends PublishOptions {
  /** MQTT 5: user properties. */
  readonly properties?: Record<string, string>;
  /** MQTT 5: after this time the broker no longer delivers it. */
  readonly expiry_s?: number;
}

/** The largest window that MQTT has packet ids for, and what counts where the broker names no limit. */
const NO_LIMIT = 65_535;

/** One attempt to be connected, and the connection that it becomes. It never connects again by itself. */
export class Link {
  private readonly client: MqttClient;
  private end: LinkEnd | undefined;
  private reached = false;
  private connack: IConnackPacket | undefined;
  private failure: { reason: string; code?: number } | undefined;

  constructor(
    settings: ExternalSettings,
    private readonly version: ProtocolVersion,
    identity: { clientId: string; statusTopic: string },
    events: LinkEvents,
  ) {
    this.client = connect(settings.url, optionsOf(settings, version, identity));
    this.client.stream.once('connect', () => {
      this.reached = true;
    });
    this.client.on('connect', (connack) => {
      this.connack = connack;
      events.onUp();
    });
    this.client.on('disconnect', ({ reasonCode }) => this.fail(wordOf(reasonCode), reasonCode));
    this.client.on('error', (error: Error & { code?: string | number }) =>
      this.fail(error.message || String(error.code), typeof error.code === 'number' ? error.code : undefined),
    );
    this.client.on('message', (topic, payload, { retain }) => events.onMessage({ topic, payload, retain }));
    this.client.on('close', () => this.closed(events));
  }

  get up(): boolean {
    return this.client.connected && this.end === undefined;
  }

  /** Whether what waits in the socket is more than should wait. */
  get backlogged(): boolean {
    return (this.client.stream?.writableLength ?? 0) > MAX_EXTERNAL_BACKLOG_BYTES;
  }

  /** QoS 1 publications that the broker takes before it has acknowledged any (MQTT 5, Receive Maximum). */
  get receiveMaximum(): number {
    return this.connack?.properties?.receiveMaximum ?? NO_LIMIT;
  }

  /** The largest packet that the broker takes (MQTT 5, Maximum Packet Size). */
  get maximumPacketBytes(): number {
    return this.connack?.properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  }

  /** `done` is called when it is sent, at QoS 1 when it is acknowledged, with the broker's refusal if there is one. */
  publish(
    topic: string,
    payload: string | Buffer,
    { retain = false, qos = 0, properties, expiry_s }: LinkPublication,
    done: (refusal?: Error) => void = () => {},
  ): void {
    const properties5 = {
      ...(properties === undefined ? {} : { userProperties: properties }),
      ...(expiry_s === undefined ? {} : { messageExpiryInterval: expiry_s }),
    };
    const options = { retain, qos, ...(this.version === 5 ? { properties: properties5 } : {}) };
    this.client.publish(topic, payload, options, (error) => {
      const refusal = typeof (error as { code?: unknown } | undefined)?.code === 'number';
      // Otherwise the link is broken: what it did not bring home is sent again on the next one.
      if (!error || refusal) done(error ?? undefined);
    });
  }

  subscribe(filter: string): void {
    this.client.subscribe(filter, { qos: 1 }, () => {});
  }

  /** With a DISCONNECT, so that the broker forgets the last will, and the session at once. */
  async leave(): Promise<void> {
    await this.client.endAsync(false, {
      ...(this.version === 5 ? { properties: { sessionExpiryInterval: 0 } } : {}),
    });
  }

  /** Also where it is leaving and the broker does not answer. */
  async destroy(): Promise<void> {
    const { stream } = this.client;
    const closed = stream.closed ? undefined : once(stream, 'close').catch(() => {});
    this.client.end(true);
    stream.destroy();
    await closed;
  }

  private fail(reason: string, code?: number): void {
    this.failure ??= { reason, ...(code === undefined ? {} : { code }) };
  }

  private closed(events: LinkEvents): void {
    if (this.end !== undefined) return;
    const { reached } = this;
    const answered = this.connack !== undefined || this.failure?.code !== undefined;
    const reason = this.connack === undefined ? 'no connection' : 'the connection ended';
    this.end = { ...(this.failure ?? { reason }), reached, answered };
    this.client.end(true);
    events.onDown(this.end);
  }
}

function optionsOf(
  { username, password, tls, keepalive_s = KEEPALIVE_S }: ExternalSettings,
  protocolVersion: ProtocolVersion,
  { clientId, statusTopic }: { clientId: string; statusTopic: string },
): IClientOptions {
  const five = protocolVersion === 5;
  return {
    clientId,
    protocolVersion,
    // In MQTT 5 the session outlives its connection by the will's delay, as without a session there is none.
    clean: !five,
    ...(five ? { properties: { sessionExpiryInterval: WILL_DELAY_S } } : {}),
    will: {
      topic: statusTopic,
      payload: Buffer.from(OFFLINE),
      retain: true,
      qos: 1,
      ...(five ? { properties: { willDelayInterval: WILL_DELAY_S } } : {}),
    },
    reconnectPeriod: 0,
    connectTimeout: REACH_TIMEOUT_MS,
    keepalive: keepalive_s,
    queueQoSZero: false,
    resubscribe: false,
    ...tls,
    ...(tls === undefined ? {} : { wsOptions: { ...tls } }),
    ...(username ? { username, password: password ?? '' } : {}),
  };
}

function wordOf(code = 0): string {
  return (ReasonCodes as Record<number, string>)[code] || `the broker ended the connection with code ${code}`;
}
