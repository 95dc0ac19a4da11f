import type { AddressInfo, Server } from 'node:net';
import { gridError } from '../../errors';
import { FIRST_RETRY_MS, LAST_RETRY_MS } from '../limits';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A server's way to its port. One that is taken is tried again until it is free. */
export class Port {
  /** The one that is bound; before that, the one that is wanted. */
  number: number;
  error: string | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private closed = false;

  constructor(
    private readonly server: Server,
    private readonly place: Place,
    private readonly onChange: () => void,
  ) {
    this.number = place.port;
    server.on('listening', () => this.listening());
    server.on('error', (error: NodeJS.ErrnoException) => this.refused(error));
    server.listen(place);
  }

  get open(): boolean {
    return this.server.listening;
  }

  /** Takes no more connections; ends when those that there are have closed. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private listening(): void {
    // Asked once, as the state is for every message, and asking is a system call.
    this.number = (this.server.address() as AddressInfo).port;
    this.error = undefined;
    this.retryMs = FIRST_RETRY_MS;
    this.onChange();
  }

  /** The port may be free in a moment: a redeploy opens the new broker while the old one's socket still closes. */
  private refused({ code, message }: NodeJS.ErrnoException): void {
    if (this.server.listening || this.closed) return;
    this.error = portUnavailable(this.place, code ?? message).message;
    this.retry = setTimeout(() => this.server.listen(this.place), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    this.onChange();
  }
}

function portUnavailable({ host, port }: Place, got: string): Error {
  return gridError('PORT_UNAVAILABLE', {
    at: `${host}:${port}`,
    got,
    allowed: 'an address of this machine and a port that no other program uses',
    remedy: 'Stop the other program or choose another port in grid-broker; it is tried again meanwhile',
  });
}
