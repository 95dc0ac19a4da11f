import { isIPv6 } from 'node:net';
import type { Aedes, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { gridError } from '../../errors';
import type { BrokerState, GridBroker, GridConnection, Sender } from '../broker';
import { SWEEP_MS } from '../limits';
import { Listeners } from '../listeners';
import { Admission } from './admission';
import { Copies } from './copies';
import { type Arrival, mqttServer, webSocketServer } from './doors';
import { EmbeddedConnection } from './embedded-connection';
import type { Admitted } from './connecting';
import { entranceOf } from './entrance';
import { GuardedSocket } from './guarded-socket';
import { chargeClient, guards } from './guards';
import { atHighestQos } from './highest-qos';
import { Keeper } from './keeper';
import { Port } from './port';
import { QueueFirst } from './queue-first';
import { checkEmbedded, type EmbeddedSettings } from './settings';
import { Statistics } from './statistics';
import { Store } from './store';
import { Subscriptions } from './subscriptions';
import { sysTopics } from './sys-topics';
import { Turns } from './turns';
import { Users } from './users';

// aedes is an ES module. Started here and not on first use, so that no other package imports it at the same moment.
const aedesModule = import('aedes');
aedesModule.catch(() => {}); // Reported by the broker that awaits it.

/** An MQTT 3.1.1 broker in this process. A port that is taken is tried again until it is free. */
export class EmbeddedBroker implements GridBroker {
  private readonly mqtt: Port;
  private webSocket: Port | undefined;
  private readonly statistics = new Statistics();
  private readonly admission = new Admission(() => this.statistics.refuse('connections'));
  private readonly store = new Store(
    (change) => this.keeper?.record(change),
    () => this.countDrop(),
    (clientId, sessions) => this.aedes && chargeClient(this.aedes, clientId, sessions),
  );
  private readonly keeper: Keeper | undefined;
  private readonly subscriptions = new Subscriptions();
  private readonly turns = new Turns();
  private readonly listeners = new Listeners();
  private readonly connections = new Set<EmbeddedConnection>();
  private readonly ready: Promise<Aedes | undefined>;
  private readonly begun = performance.now();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly users: Users;
  private readonly warning: string | undefined;
  private keepingError: string | undefined;
  private readonly admitted: Admitted = new WeakMap();
  private aedes: Aedes | undefined;
  private error: string | undefined;
  private webSocketError: string | undefined;
  private closed = false;

  /** Opens the port at once: clients that come before the broker is ready are held, not refused. INVALID_SETTING where it cannot. */
  constructor(private readonly settings: EmbeddedSettings) {
    const { entrance, warning } = entranceOf(checkEmbedded(settings));
    this.users = new Users(entrance);
    this.warning = warning;
    const { folder } = settings;
    if (folder !== undefined) this.keeper = new Keeper({ folder, onFault: (error) => this.warn(error) });
    const server = mqttServer(settings, (arrival) => void this.welcome(arrival));
    server.on('connection', (socket) => this.admission.admit(socket));
    this.mqtt = new Port(server, settings, () => this.listeners.call());
    this.ready = this.start().catch((error: Error) => this.fail(error));
  }

  connect(statusTopic: string): GridConnection {
    const connection = new EmbeddedConnection(this.ready, statusTopic, {
      aedes: () => this.aedes,
      state: () => this.state(),
      onDrop: () => this.countDrop(),
      onClosed: () => this.connections.delete(connection),
      senderOf: (clientId) => this.senderOf(clientId),
    });
    this.connections.add(connection);
    return connection;
  }

  state(): BrokerState {
    const { host, tls } = this.settings;
    const error = this.mqtt.error ?? this.error;
    const warning = this.webSocket?.error ?? this.webSocketError ?? this.warning ?? this.keepingError;
    return {
      mode: 'embedded',
      connected: this.aedes !== undefined && this.mqtt.open,
      address: addressOf(tls ? 'mqtts' : 'mqtt', host, this.mqtt.number),
      ...(this.webSocket && { ws_address: addressOf(tls ? 'wss' : 'ws', host, this.webSocket.number) }),
      clients: this.statistics.clients,
      dropped: this.statistics.dropped,
      refused: this.statistics.refused,
      ...(error === undefined ? {} : { error }),
      ...(warning === undefined ? {} : { warning }),
    };
  }

  onChange(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  /** `removed`: for good, with what was kept on disk. */
  async close(removed = false): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.users.close();
    await Promise.all([...this.connections].map((connection) => connection.close()));
    const aedes = await this.ready;
    for (const timer of this.timers) clearInterval(timer);
    const freed = [this.mqtt.close(), this.webSocket?.close()];
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(resolve));
    // Also those that were let in but have not said CONNECT, which aedes does not know.
    await this.admission.endAll();
    await Promise.all(freed);
    await this.keeper?.close(removed);
    this.listeners.clear();
  }

  private async start(): Promise<Aedes> {
    const { Aedes } = await aedesModule;
    const { store, statistics, subscriptions, users } = this;
    await this.keeper?.restore(store, (user) => users.rulesOf(user));
    const copies = new Copies();
    const queueFirst = new QueueFirst();
    const guarded = guards({ users, store, statistics, subscriptions, copies, admitted: this.admitted });
    const aedes = await Aedes.createBroker(queueFirst.apply(atHighestQos(guarded)));
    queueFirst.watch(aedes);
    copies.takeOver(aedes);
    subscriptions.watch(aedes);
    aedes.on('client', ({ id, conn }) => {
      store.sessions.arrive(id);
      (conn as GuardedSocket).enter();
    });
    aedes.on('clientReady', ({ conn }) => (conn as GuardedSocket).open());
    aedes.on('clientDisconnect', ({ id }) => store.sessions.leave(id, Date.now()));
    aedes.on('error' as never, ((error: Error) => this.fail(error)) as never);
    this.aedes = aedes;
    this.every(SWEEP_MS, () => store.sessions.sweep(Date.now()));
    const { sys_interval_s = 10, ws_port } = this.settings;
    if (sys_interval_s > 0) this.every(sys_interval_s * 1000, () => this.publishStatistics(aedes));
    if (ws_port !== undefined) await this.openWebSocket(ws_port);
    this.listeners.call();
    return aedes;
  }

  private async openWebSocket(port: number): Promise<void> {
    try {
      const server = await webSocketServer(this.settings, (arrival) => void this.welcome(arrival));
      server.on('connection', (socket) => this.admission.admit(socket));
      if (this.closed) return;
      const { host } = this.settings;
      this.webSocket = new Port(server, { host, port }, () => this.listeners.call());
    } catch (error) {
      this.webSocketError = gridError('INVALID_SETTING', {
        at: 'grid-broker.ws_port',
        got: (error as Error).message,
        remedy: 'Install the package ws, or leave the WebSocket port empty',
      }).message;
    }
  }

  private every(ms: number, act: () => void): void {
    if (!this.closed) this.timers.push(setInterval(act, ms));
  }

  private async welcome({ stream, socket, peer }: Arrival): Promise<void> {
    stream.on('error', () => stream.destroy());
    const aedes = await this.ready;
    if (aedes === undefined || this.closed) stream.destroy();
    else if (!stream.destroyed) {
      aedes.handle(
        new GuardedSocket(stream, peer, this.statistics, this.turns, () => this.admission.settle(socket)),
      );
    }
  }

  private publishStatistics(aedes: Aedes): void {
    const { sessions, retained } = this.store;
    const topics = sysTopics(this.statistics, {
      uptimeS: Math.round((performance.now() - this.begun) / 1000),
      connected: this.statistics.clients,
      away: sessions.away,
      retained: retained.size,
      subscriptions: this.subscriptions.size,
      queued: sessions.messages,
      queuedBytes: sessions.bytes,
    });
    for (const [topic, payload] of Object.entries(topics)) {
      aedes.publish({ cmd: 'publish', topic, payload, retain: true, qos: 0, dup: false }, () => {});
    }
  }

  private fail(error: Error): undefined {
    this.error = gridError('INTERNAL', { at: `MQTT broker: ${error.message}` }).message;
    this.listeners.call();
  }

  private warn({ message }: Error): void {
    this.keepingError = message;
    this.listeners.call();
  }

  /** Undefined for what the broker itself publishes, and for a client that is gone. */
  private senderOf(clientId: string): Sender | undefined {
    const client = (this.aedes as (Aedes & Clients) | undefined)?.clients[clientId];
    if (client === undefined) return undefined;
    const { peer } = client.conn as GuardedSocket;
    return { user: this.admitted.get(client)?.user ?? '', clientId, address: peer.address };
  }

  private countDrop(): void {
    this.statistics.dropped += 1;
  }
}

/** The part of aedes that its types leave out. */
interface Clients {
  readonly clients: Readonly<Record<string, Client>>;
}

function addressOf(protocol: string, host: string, port: number): string {
  return `${protocol}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
