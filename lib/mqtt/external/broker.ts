import { Listeners } from '../listeners';
import type { BrokerState, GridBroker, GridConnection } from '../broker';
import { ExternalConnection } from './connection';
import type { ExternalSettings } from './settings';
import { Storage } from './storage';

/** A broker elsewhere. Each publisher has a connection of its own, as MQTT knows one last will a connection. */
export class ExternalBroker implements GridBroker {
  private readonly listeners = new Listeners();
  private readonly connections = new Set<ExternalConnection>();
  private readonly address: string;
  private readonly storage: Storage | undefined;
  /** Of connections that are closed. */
  private before = { dropped: 0, replayed: 0 };

  constructor(private readonly settings: ExternalSettings) {
    const { protocol, host, pathname } = new URL(settings.url);
    this.address = `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
    this.storage = settings.store === undefined ? undefined : new Storage(settings.store);
  }

  connect(statusTopic: string): GridConnection {
    const place = this.storage?.take(statusTopic, (error) => connection.fault(error));
    const connection: ExternalConnection = new ExternalConnection(
      this.settings,
      this.address,
      statusTopic,
      place?.journal,
      {
        onChange: () => this.listeners.call(),
        onClosed: () => {
          place?.free();
          this.connections.delete(connection);
          const { dropped, replayed = 0 } = connection.state();
          this.before = {
            dropped: this.before.dropped + dropped,
            replayed: this.before.replayed + replayed,
          };
        },
      },
    );
    this.connections.add(connection);
    return connection;
  }

  state(): BrokerState {
    const states = [...this.connections].map((connection) => connection.state());
    const sum = (count: (state: BrokerState) => number | undefined) =>
      states.reduce((total, state) => total + (count(state) ?? 0), 0);
    const error = states.find((state) => state.error !== undefined)?.error;
    return {
      mode: 'external',
      connected: states.length > 0 && states.every((state) => state.connected),
      address: this.address,
      dropped: this.before.dropped + sum(({ dropped }) => dropped),
      ...(this.storage === undefined
        ? {}
        : {
            stored: sum(({ stored }) => stored),
            replayed: this.before.replayed + sum(({ replayed }) => replayed),
          }),
      ...(error === undefined ? {} : { error }),
    };
  }

  onChange(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  async close(forget = false): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close()));
    this.listeners.clear();
    if (forget) await this.storage?.remove();
  }
}
