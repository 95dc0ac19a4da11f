import { MAX_ATTEMPTS, MAX_UNDER_WAY, REFUSAL_MS } from './limits';
import type { Link } from './link';
import type { Outbox, Waiting } from './outbox';
import type { Publication } from './publication';

/** A PUBLISH besides topic and payload: header, lengths, packet id, and the properties that are used here. */
const PACKET_OVERHEAD_BYTES = 128;

const ENDED_AT_IT = `the broker ended ${MAX_ATTEMPTS} connections in a row at it`;

/** Sends what an outbox holds, in order, and again on the next link where it was not acknowledged on this one. */
export class Forwarder {
  private link: Link | undefined;
  /** Whether the link has brought any acknowledgement. */
  private progress = false;
  /** A topic at which connections ended, and until when (performance.now) nothing is sent on it. */
  private refusedTopic = { topic: '', until_ms: 0 };
  /** Late publications that were acknowledged since the start. */
  replayed = 0;

  /** `onOutcome` is called after each, with the reason where the broker does not want it. */
  constructor(
    private readonly outbox: () => Outbox,
    private readonly onOutcome: (topic: string, refusal?: string) => void,
  ) {}

  attach(link: Link): void {
    this.link = link;
    this.progress = false;
    this.outbox().prune();
    this.send();
  }

  /** The link is gone: what was under way is sent again on the next, and is late. */
  detach(): void {
    if (this.link === undefined) return;
    this.link = undefined;
    const { ready } = this.outbox();
    const first = ready[0];
    if (first?.sent && !this.progress) first.attempts += 1;
    for (const waiting of ready) {
      waiting.sent = false;
      waiting.publication = { ...waiting.publication, late: true };
    }
    if (first === undefined || first.attempts < MAX_ATTEMPTS) return;
    this.refusedTopic = { topic: first.publication.topic, until_ms: performance.now() + REFUSAL_MS };
    this.giveUp(first, ENDED_AT_IT);
  }

  /** Sends as many as may be under way. */
  send(): void {
    const { link } = this;
    if (link === undefined || !link.up) return;
    const { ready } = this.outbox();
    for (const waiting of ready.slice(0, this.windowOf(link, ready[0]))) {
      if (waiting.sent || waiting.done) continue;
      if (secondsLeft(waiting.publication) <= 0) {
        this.outbox().giveUp(waiting);
        this.outbox().advance();
        return;
      }
      const reason = this.whyNot(waiting.publication, link);
      if (reason !== undefined) {
        this.giveUp(waiting, reason);
        return;
      }
      this.hand(waiting, link);
    }
  }

  private whyNot({ topic, payload }: Publication, link: Link): string | undefined {
    const { maximumPacketBytes } = link;
    if (payload.length + Buffer.byteLength(topic) + PACKET_OVERHEAD_BYTES > maximumPacketBytes) {
      return `the broker takes packets of at most ${maximumPacketBytes} bytes`;
    }
    const refused = topic === this.refusedTopic.topic && performance.now() < this.refusedTopic.until_ms;
    return refused ? ENDED_AT_IT : undefined;
  }

  /** One alone where the last link ended at it, so that it is known to be the reason if the next one does too. */
  private windowOf(link: Link, first: Waiting | undefined): number {
    if (first !== undefined && first.attempts > 0) return 1;
    // One is left for the status.
    return Math.max(1, Math.min(MAX_UNDER_WAY, link.receiveMaximum - 1));
  }

  private hand(waiting: Waiting, link: Link): void {
    waiting.sent = true;
    const { topic, payload, retain, at_ms, late } = waiting.publication;
    const expiry_s = secondsLeft(waiting.publication);
    const properties = late ? { timestamp: new Date(at_ms).toISOString() } : undefined;
    const options = {
      retain,
      qos: 1 as const,
      ...(properties === undefined ? {} : { properties }),
      ...(expiry_s === Number.POSITIVE_INFINITY ? {} : { expiry_s }),
    };
    link.publish(topic, payload, options, (refusal) => {
      this.progress = true;
      if (refusal !== undefined) return this.giveUp(waiting, refusal.message);
      waiting.done = true;
      if (late) this.replayed += 1;
      this.outbox().advance();
      this.onOutcome(topic);
    });
  }

  private giveUp(waiting: Waiting, reason: string): void {
    const outbox = this.outbox();
    outbox.giveUp(waiting);
    outbox.advance();
    this.onOutcome(waiting.publication.topic, reason);
  }
}

/** Until the publication is of no use any more; a clock that was set back makes it no longer than it was. */
function secondsLeft({ at_ms, expiry_s }: Publication): number {
  if (expiry_s === undefined) return Number.POSITIVE_INFINITY;
  return Math.min(expiry_s, Math.ceil(expiry_s - (Date.now() - at_ms) / 1000));
}
