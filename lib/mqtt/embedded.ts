import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Aedes } from 'aedes' with { 'resolution-mode': 'import' };
import { gridError } from '../errors';
import { Admission } from './admission';
import type { BrokerState, Credentials, GridBroker, GridConnection } from './broker';
import { Copies } from './copies';
import { EmbeddedConnection } from './embedded-connection';
import { GuardedSocket } from './guarded-socket';
import { guards } from './guards';
import { FIRST_RETRY_MS, LAST_RETRY_MS } from './limits';
import { Listeners } from './listeners';

// aedes is an ES module. Started here and not on first use, so that no other package imports it at the same moment.
const aedesModule = import('aedes');
aedesModule.catch(() => {}); // Reported by the broker that awaits it.

export interface EmbeddedSettings extends Credentials {
  readonly host: string;
  /** 0 takes any free port; `state().address` tells which. */
  readonly port: number;
}

/** An MQTT 3.1.1 broker in this process. A port that is taken is tried again until it is free. */
export class EmbeddedBroker implements GridBroker {
  private readonly server: Server;
  private readonly admission = new Admission();
  private readonly listeners = new Listeners();
  private readonly connections = new Set<EmbeddedConnection>();
  private readonly ready: Promise<Aedes | undefined>;
  private aedes: Aedes | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private dropped = 0;
  private error: string | undefined;
  private closed = false;
  /** The one that is bound; before that, the one that is wanted. */
  private port: number;

  /** Opens the port at once: clients that come before the broker is ready are held, not refused. */
  constructor(private readonly settings: EmbeddedSettings) {
    this.port = settings.port;
    this.server = createServer({ noDelay: true }, (socket) => void this.welcome(socket));
    this.server.on('listening', () => this.listening());
    this.server.on('error', (error: NodeJS.ErrnoException) => this.refused(error));
    this.listen();
    this.ready = this.start().catch((error: Error) => this.fail(error));
  }

  connect(statusTopic: string): GridConnection {
    const connection = new EmbeddedConnection(this.ready, statusTopic, {
      aedes: () => this.aedes,
      state: () => this.state(),
      onDrop: () => this.countDrop(),
      onClosed: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
    return connection;
  }

  state(): BrokerState {
    return {
      mode: 'embedded',
      connected: this.aedes !== undefined && this.server.listening,
      address: addressOf(this.settings.host, this.port),
      clients: this.aedes?.connectedClients ?? 0,
      dropped: this.dropped,
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  onChange(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.retry);
    await Promise.all([...this.connections].map((connection) => connection.close()));
    const aedes = await this.ready;
    const freed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(resolve));
    // Also those that were let in but have not said CONNECT, which aedes does not know.
    await this.admission.endAll();
    await freed;
    this.listeners.clear();
  }

  private listen(): void {
    const { host, port } = this.settings;
    this.server.listen({ host, port });
  }

  private listening(): void {
    // Asked once, as `state` is for every message, and asking is a system call.
    this.port = (this.server.address() as AddressInfo).port;
    this.error = undefined;
    this.retryMs = FIRST_RETRY_MS;
    this.listeners.call();
  }

  /** The port may be free in a moment: a redeploy opens the new broker while the old one's socket still closes. */
  private refused({ code, message }: NodeJS.ErrnoException): void {
    if (this.server.listening || this.closed) return;
    this.error = portUnavailable(this.settings, code ?? message).message;
    this.retry = setTimeout(() => this.listen(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    this.listeners.call();
  }

  private async start(): Promise<Aedes> {
    const { Aedes } = await aedesModule;
    const copies = new Copies();
    const aedes = await Aedes.createBroker(guards(this.settings, copies, () => this.countDrop()));
    copies.takeOver(aedes);
    aedes.on('error' as never, ((error: Error) => this.fail(error)) as never);
    this.aedes = aedes;
    this.listeners.call();
    return aedes;
  }

  private async welcome(socket: Socket): Promise<void> {
    if (!this.admission.admit(socket)) return;
    socket.on('error', () => socket.destroy());
    const aedes = await this.ready;
    if (aedes === undefined || this.closed) socket.destroy();
    else if (!socket.destroyed) aedes.handle(new GuardedSocket(socket));
  }

  private fail(error: Error): undefined {
    this.error = gridError('INTERNAL', { at: `MQTT broker: ${error.message}` }).message;
    this.listeners.call();
  }

  private countDrop(): void {
    this.dropped += 1;
  }
}

function addressOf(host: string, port: number): string {
  return `mqtt://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function portUnavailable({ host, port }: EmbeddedSettings, got: string): Error {
  return gridError('PORT_UNAVAILABLE', {
    at: `${host}:${port}`,
    got,
    allowed: 'an address of this machine and a port that no other program uses',
    remedy: 'Stop the other program or choose another port in grid-broker; it is tried again meanwhile',
  });
}
