import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { FrameGuard } from './frame-guard';
import { CLOSE_GRACE_MS, MAX_CLIENT_BACKLOG_BYTES, MAX_PACKET_BYTES } from './limits';

/**
 * What aedes sees of a client: its socket, with packets checked for length on the way in, and a backlog of known
 * size on the way out (`writableNeedDrain` says that it is full).
 */
export class GuardedSocket extends Duplex {
  private readonly frames = new FrameGuard(MAX_PACKET_BYTES);

  constructor(private readonly socket: Socket) {
    super({ writableHighWaterMark: MAX_CLIENT_BACKLOG_BYTES });
    socket.on('data', (chunk: Buffer) => {
      if (!this.frames.accept(chunk)) this.destroy(new Error(`a packet above ${MAX_PACKET_BYTES} bytes`));
      else if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.send(chunk, done);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    // One buffer, as a packet comes in many small pieces, and each costs the system call more than its bytes do.
    this.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  /** The next write waits for another turn of the event loop: what is published meanwhile goes out in one piece. */
  private send(bytes: Buffer, done: (error?: Error | null) => void): void {
    this.socket.write(bytes, (error) => setImmediate(done, error));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(done);
  }

  /** After an error at once; otherwise the client gets a moment to read what was sent. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (error !== null) {
      this.socket.destroy();
    } else if (!this.socket.destroyed) {
      const timer = setTimeout(() => this.socket.destroy(), CLOSE_GRACE_MS);
      this.socket.once('close', () => clearTimeout(timer));
      this.socket.destroySoon();
    }
    done(error);
  }
}
