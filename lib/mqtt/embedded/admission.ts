import { once } from 'node:events';
import type { Socket } from 'node:net';
import { CLOSE_GRACE_MS, MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from '../limits';

/** Who is in: the open sockets, in total and by address. */
export class Admission {
  /** With their addresses, which a closed one no longer tells. */
  private readonly sockets = new Map<Socket, string>();
  private readonly byAddress = new Map<string, Set<Socket>>();
  /** Those that have not said CONNECT, oldest first. */
  private readonly waiting = new Set<Socket>();

  constructor(private readonly onRefusal: () => void) {}

  /** Takes the socket in. Where there are too many, the one that has waited longest for its CONNECT makes room, or this one goes. */
  admit(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const here = this.byAddress.get(address) ?? new Set();
    const room =
      (here.size < MAX_CONNECTIONS_PER_ADDRESS || this.evict(here)) &&
      (this.sockets.size < MAX_CONNECTIONS || this.evict(this.sockets));
    if (!room) {
      this.onRefusal();
      socket.destroy();
      return false;
    }
    this.byAddress.set(address, here.add(socket));
    this.sockets.set(socket, address);
    this.waiting.add(socket);
    socket.once('close', () => this.release(socket));
    return true;
  }

  /** The client on this socket, or on one of TLS above it, has said CONNECT: it keeps its place. */
  settle({ remoteAddress, remotePort }: Socket): void {
    for (const socket of this.waiting) {
      if (socket.remotePort !== remotePort || socket.remoteAddress !== remoteAddress) continue;
      this.waiting.delete(socket);
      return;
    }
  }

  /** Ends what is still open, after a moment for clients to read what was sent. */
  async endAll(): Promise<void> {
    const closed = [...this.sockets.keys()].map((socket) => once(socket, 'close').catch(() => {}));
    for (const socket of this.sockets.keys()) socket.destroySoon();
    const timer = setTimeout(() => {
      for (const socket of this.sockets.keys()) socket.destroy();
    }, CLOSE_GRACE_MS);
    await Promise.all(closed);
    clearTimeout(timer);
  }

  private evict(among: { has(socket: Socket): boolean }): boolean {
    for (const socket of this.waiting) {
      if (!among.has(socket)) continue;
      this.onRefusal();
      this.release(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  private release(socket: Socket): void {
    const address = this.sockets.get(socket);
    if (address === undefined) return;
    this.sockets.delete(socket);
    this.waiting.delete(socket);
    const here = this.byAddress.get(address);
    here?.delete(socket);
    if (here?.size === 0) this.byAddress.delete(address);
  }
}
