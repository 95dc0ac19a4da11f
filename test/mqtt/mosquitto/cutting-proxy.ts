import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Between a client and a broker: passes so many bytes of the client on and then cuts, or goes silent, or passes all. */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>();
  /** Connections so far. */
  connections = 0;
  cuts = 0;
  /** Nothing is passed on any more, in either direction, and no connection is closed: a half-open connection. */
  private silent = false;

  private constructor(
    private readonly server: Server,
    private readonly budget: () => number,
  ) {}

  /** `budget` says, for each connection, after how many bytes it is cut. */
  static async to(port: number, budget: () => number): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, budget);
    server.on('connection', (socket) => proxy.pass(socket, port));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get address(): string {
    return `mqtt://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  goSilent(): void {
    this.silent = true;
  }

  /** New connections are passed again; those that were silent stay so. */
  listenAgain(): void {
    this.silent = false;
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    this.cutAll();
    await once(this.server, 'close');
  }

  private pass(client: Socket, port: number): void {
    this.connections += 1;
    const broker = connect(port, '127.0.0.1');
    let left = this.budget();
    let dead = false;
    for (const socket of [client, broker]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        if (!dead) for (const end of [client, broker]) end.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      dead ||= this.silent;
      if (dead) return;
      broker.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left > 0) return;
      this.cuts += 1;
      client.destroy();
      broker.destroySoon();
    });
    broker.on('data', (chunk: Buffer) => {
      dead ||= this.silent;
      if (!dead) client.write(chunk);
    });
  }
}
