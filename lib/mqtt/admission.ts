import { once } from 'node:events';
import type { Socket } from 'node:net';
import { CLOSE_GRACE_MS, MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from './limits';

/** Who is in: the open sockets, in total and by address. */
export class Admission {
  private readonly sockets = new Set<Socket>();
  private readonly byAddress = new Map<string, number>();

  /** Takes the socket in, or destroys it where there are too many. */
  admit(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const here = this.byAddress.get(address) ?? 0;
    if (this.sockets.size >= MAX_CONNECTIONS || here >= MAX_CONNECTIONS_PER_ADDRESS) {
      socket.destroy();
      return false;
    }
    this.sockets.add(socket);
    this.byAddress.set(address, here + 1);
    socket.once('close', () => this.release(socket, address));
    return true;
  }

  private release(socket: Socket, address: string): void {
    this.sockets.delete(socket);
    const left = (this.byAddress.get(address) ?? 1) - 1;
    if (left === 0) this.byAddress.delete(address);
    else this.byAddress.set(address, left);
  }

  /** Ends what is still open, after a moment for clients to read what was sent. */
  async endAll(): Promise<void> {
    const closed = [...this.sockets].map((socket) => once(socket, 'close').catch(() => {}));
    for (const socket of this.sockets) socket.destroySoon();
    const timer = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, CLOSE_GRACE_MS);
    await Promise.all(closed);
    clearTimeout(timer);
  }
}
