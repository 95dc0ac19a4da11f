/** What the rest of the house sees of a broker, embedded or external. */

export interface BrokerState {
  readonly mode: 'embedded' | 'external';
  /** Embedded: the port is open. External: every connection to the broker stands. */
  readonly connected: boolean;
  /** Such as mqtt://127.0.0.1:1883; never with credentials. */
  readonly address: string;
  /** Of the embedded broker, where it has one: such as ws://127.0.0.1:9001. */
  readonly ws_address?: string;
  /** Clients of the embedded broker. */
  readonly clients?: number;
  /** Messages left out since the start: to slow clients, or to a broker that could not take them. */
  readonly dropped: number;
  /** Publications that wait to be delivered, where they are stored. */
  readonly stored?: number;
  /** Publications that were delivered late, after an outage, since the start. */
  readonly replayed?: number;
  /** What clients of the embedded broker were refused, counted by reason. */
  readonly refused?: Readonly<Record<string, number>>;
  /** What works but should not stay so, in the user's words. */
  readonly warning?: string;
  /** Why it is not connected, in the user's words. */
  readonly error?: string;
}

export interface PublishOptions {
  readonly retain?: boolean;
  readonly qos?: 0 | 1;
  /** Worth delivering late: kept while the broker is away, where the connection stores. */
  readonly keep?: boolean;
  /** After this time it is of no use any more (MQTT 5). */
  readonly expiry_s?: number;
}

export interface Received {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
  /** Who sent it, as far as the broker says. */
  readonly from?: Sender;
}

export interface Sender {
  /** The user's name; empty for a client that had none to give. */
  readonly user: string;
  readonly clientId: string;
  readonly address: string;
}

/** One publisher's way to a broker, with a status topic: `online` while it stands, `offline` afterwards. */
export interface GridConnection {
  /** Whether it takes publications that are to be kept while the broker is away. */
  readonly stores?: boolean;
  /** Hands a message over without waiting; false (and counted as dropped) where it cannot be taken now. */
  publish(topic: string, payload: string | Buffer, options?: PublishOptions): boolean;
  /** Messages of a topic filter, retained ones first, for as long as the connection lives. */
  subscribe(filter: string, handler: (message: Received) => void): void;
  state(): BrokerState;
  /** Publishes `offline` and ends the connection. */
  close(): Promise<void>;
}

export interface GridBroker {
  /** A connection of its own for one publisher, whose last will is `offline` on the status topic. */
  connect(statusTopic: string): GridConnection;
  state(): BrokerState;
  /** Calls the listener when the broker, or a connection to it, comes or goes; returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Ends all connections and frees the port. `forget` also removes what is stored for later. */
  close(forget?: boolean): Promise<void>;
}

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

/** Plain text, as IoT gateways expect it. */
export const ONLINE = 'online';
export const OFFLINE = 'offline';
