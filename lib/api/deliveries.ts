import type { ServerResponse } from 'node:http';
import { MOST_UNDELIVERED_BYTES } from './limits';

/**
 * Answers that clients have not taken yet. Each keeps its body in memory, and the bodies of one tick are shared: so it is
 * distinct bodies that are counted. Where there are too many, who has waited longest is cut off, as nobody else says
 * how long a client may take to read.
 */
export class Deliveries {
  /** By body, in the order in which they were first sent. */
  private readonly waiting = new Map<Buffer, Set<ServerResponse>>();
  private bytes = 0;

  constructor(private readonly mostBytes = MOST_UNDELIVERED_BYTES) {}

  /** Distinct bodies on the way. */
  get size(): number {
    return this.waiting.size;
  }

  /** Sends a body, and keeps an eye on it until the client has it or has gone. */
  send(response: ServerResponse, body: Buffer): void {
    response.end(body);
    // What the connection has taken whole is in nobody's memory but the system's.
    if (body.length === 0 || response.writableLength === 0) return;
    this.add(response, body);
    const done = () => this.remove(response, body);
    response.once('finish', done);
    response.once('close', done);
  }

  private add(response: ServerResponse, body: Buffer): void {
    const others = this.waiting.get(body);
    if (others !== undefined) {
      others.add(response);
      return;
    }
    this.waiting.set(body, new Set([response]));
    this.bytes += body.length;
    for (const [oldest, responses] of this.waiting) {
      if (this.bytes <= this.mostBytes || oldest === body) return;
      for (const one of [...responses]) {
        this.remove(one, oldest);
        one.destroy();
      }
    }
  }

  private remove(response: ServerResponse, body: Buffer): void {
    const responses = this.waiting.get(body);
    if (responses?.delete(response) !== true || responses.size > 0) return;
    this.waiting.delete(body);
    this.bytes -= body.length;
  }
}
