import type { Duplex } from 'node:stream';
import { CLOSE_GRACE_MS, REFUSED_WAIT_MS } from '../limits';

/** A client published what it may not. */
export class RefusedPublication extends Error {}

/**
 * Ends a client's connection: after an error at once; where a CONNACK says why, and without an error, once the client has had
 * a moment to read what was sent. After a refused publication nothing is read any more, and the end comes later, so that a client who
 * comes again with the same at once does not come more often.
 */
export function part(socket: Duplex, error: Error | null): void {
  if (socket.destroyed) return;
  if (error instanceof RefusedPublication) {
    socket.pause();
    destroyAfter(socket, REFUSED_WAIT_MS);
  } else if (error !== null && !('errorCode' in error)) {
    socket.destroy();
  } else {
    destroyAfter(socket, CLOSE_GRACE_MS);
    socket.end(() => socket.destroy());
  }
}

function destroyAfter(socket: Duplex, ms: number): void {
  const timer = setTimeout(() => socket.destroy(), ms);
  socket.once('close', () => clearTimeout(timer));
}
