import { Duplex } from 'node:stream';
import {
  ACKNOWLEDGEMENT_COST,
  BYTES_PER_SECOND,
  LIGHT_AT_ONCE,
  LIGHT_PER_SECOND,
  COST_PER_TURN,
  MAX_CLIENT_BACKLOG_BYTES,
  MAX_CONTROL_PACKET_BYTES,
  MAX_PACKET_BYTES,
  PACKETS_AT_ONCE,
  PACKETS_PER_SECOND,
  PUBLISH_BYTE_COST,
  SUBSCRIBE_BYTE_COST,
} from '../limits';
import { Allowance } from './allowance';
import { CONNECT, FrameGuard, PUBACK, PUBCOMP, PUBLISH, SUBSCRIBE, UNSUBSCRIBE } from './frame-guard';
import { part } from './parting';
import type { Statistics } from './statistics';
import type { TurnTaking, Waiting } from './turns';

/** Who is at the other end. */
export interface Peer {
  readonly address: string;
  /** The common name of a client certificate that was checked. */
  readonly certificateName?: string;
}

/**
 * What aedes sees of a client: its connection, with packets checked for length on the way in, no more of them than a
 * client may send, and a backlog of known size on the way out (`writableNeedDrain` says that it is full).
 */
export class GuardedSocket extends Duplex implements Waiting {
  private readonly incoming: FrameGuard;
  private readonly outgoing: FrameGuard;
  private readonly packets = new Allowance(PACKETS_PER_SECOND, PACKETS_AT_ONCE, performance.now());
  private readonly light = new Allowance(LIGHT_PER_SECOND, LIGHT_AT_ONCE, performance.now());
  private readonly bytes = new Allowance(BYTES_PER_SECOND, BYTES_PER_SECOND, performance.now());
  /** Received, and too early to be passed on. */
  private held: Buffer | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** What it may still pass on at its turn, and what the packet costs that waits for the next. */
  private credit = 0;
  private due = 0;
  private asked = false;
  private greeted = false;
  /** Whether the broker has let the client in. What comes before that waits, unparsed. */
  private letIn = false;
  private early = false;
  private counted = false;
  private ended = false;

  constructor(
    private readonly socket: Duplex,
    readonly peer: Peer,
    private readonly statistics: Statistics,
    /** Of all clients of the broker. */
    private readonly turns: TurnTaking,
    onConnect: () => void = () => {},
  ) {
    super({ writableHighWaterMark: MAX_CLIENT_BACKLOG_BYTES });
    this.incoming = new FrameGuard({
      maxBytes: (type) => this.longest(type),
      onFrame: (type, length) => {
        if (!this.greeted) onConnect();
        this.greeted = true;
        return this.admit(type, length);
      },
    });
    this.outgoing = new FrameGuard({
      maxBytes: () => Number.POSITIVE_INFINITY,
      onFrame: (type) => {
        statistics.packetsSent += 1;
        if (type === PUBLISH) statistics.publishSent += 1;
        return true;
      },
    });
    socket.on('data', (chunk: Buffer) => {
      statistics.bytesReceived += chunk.length;
      this.held = this.held === undefined ? chunk : Buffer.concat([this.held, chunk]);
      this.pass();
    });
    socket.on('end', () => {
      this.ended = true;
      this.pass();
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** Counts what this client causes elsewhere as if it had sent that much more. */
  charge(packets: number): void {
    this.packets.spend(packets);
    this.light.spend(packets);
    this.turns.spend(this, packets);
  }

  /** The client is one of the broker's, as long as its connection stands. */
  enter(): void {
    if (this.destroyed || this.counted) return;
    this.counted = true;
    this.statistics.enter();
  }

  /** The broker has answered CONNECT: what the client sent behind it comes now, and in its order. */
  open(): void {
    this.letIn = true;
    if (!this.early) return;
    this.early = false;
    if (this.asked) this.queue();
  }

  /** Nothing but a CONNECT may come first, and until then nothing is worth keeping. */
  private longest(type: number): number {
    if (!this.greeted && type !== CONNECT) return -1;
    return type === PUBLISH ? MAX_PACKET_BYTES : MAX_CONTROL_PACKET_BYTES;
  }

  /** Whether the packet may pass now. */
  private admit(type: number, length: number): boolean {
    this.statistics.packetsReceived += 1;
    if (type === PUBLISH) this.statistics.publishReceived += 1;
    const cost = costOf(type, length);
    this.bytes.spend(length);
    this.early = !this.letIn && type !== CONNECT;
    if (this.early || cost > this.credit) {
      this.due = cost;
      return false;
    }
    this.spend(cost);
    return true;
  }

  private spend(cost: number): void {
    this.credit -= cost;
    this.charge(cost);
  }

  private wait(): number {
    const now = performance.now();
    return Math.max(this.packets.wait(now), this.bytes.wait(now));
  }

  /** Its turn: the packet that waited passes, and perhaps a few more. */
  go(): void {
    this.asked = false;
    this.credit = COST_PER_TURN;
    this.spend(this.due);
    this.due = 0;
    this.pass();
  }

  /** As soon as it may send more, it waits for its turn. */
  private queue(): void {
    this.asked = true;
    if (this.early) return;
    const wait = this.wait();
    if (wait === 0) this.ask();
    else this.timer = setTimeout(() => this.ask(), wait);
  }

  private ask(): void {
    this.turns.ask(this, this.due <= COST_PER_TURN && this.light.wait(performance.now()) === 0);
  }

  private pass(): void {
    if (this.asked || this.destroyed) return;
    const chunk = this.held;
    if (chunk !== undefined) this.passSome(chunk);
    if (this.ended && this.held === undefined && !this.destroyed) this.push(null);
  }

  private passSome(chunk: Buffer): void {
    const end = this.incoming.accept(chunk);
    if (end === undefined) {
      this.statistics.refuse('packet');
      this.destroy(new Error('a packet that is too long, malformed or out of order'));
      return;
    }
    this.held = end < chunk.length ? chunk.subarray(end) : undefined;
    const roomy = end === 0 || this.push(chunk.subarray(0, end));
    if (this.held !== undefined) {
      this.socket.pause();
      this.queue();
    } else if (roomy) this.socket.resume();
    else this.socket.pause();
  }

  override _read(): void {
    if (this.held === undefined) this.socket.resume();
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
    this.statistics.bytesSent += bytes.length;
    this.outgoing.accept(bytes);
    this.socket.write(bytes, (error) => setImmediate(done, error));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.counted) this.statistics.clients -= 1;
    clearTimeout(this.timer);
    this.turns.leave(this);
    this.held = undefined;
    part(this.socket, error);
    done(error);
  }
}

function costOf(type: number, length: number): number {
  if (type >= PUBACK && type <= PUBCOMP) return ACKNOWLEDGEMENT_COST;
  return 1 + length * (type === SUBSCRIBE || type === UNSUBSCRIBE ? SUBSCRIBE_BYTE_COST : PUBLISH_BYTE_COST);
}
