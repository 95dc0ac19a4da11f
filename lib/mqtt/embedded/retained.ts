import { setImmediate } from 'node:timers/promises';
import { MAX_CLIENT_RETAINED_BYTES, MAX_CLIENT_RETAINED_TOPICS } from '../limits';
import type { Change, Recorder } from './changes';
import { filterMatches } from './filters';

export interface RetainedPacket {
  readonly cmd: 'publish';
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: true;
  readonly dup: false;
}

interface Entry {
  packet: RetainedPacket;
  readonly levels: readonly string[];
  /** What it counts of what clients share; 0 where the publisher in this process left it. */
  shared: number;
}

/** Topics looked at between two turns of the event loop. */
const TOPICS_PER_SLICE = 2_000;

/** The last message of each topic. What clients leave there is bounded; the publisher's own is bounded by its grid. */
export class RetainedMessages {
  private readonly entries = new Map<string, Entry>();
  private sharedTopics = 0;
  private sharedBytes = 0;

  constructor(private readonly record: Recorder) {}

  get size(): number {
    return this.entries.size;
  }

  /** Whether a client may leave a message there. */
  admits(topic: string, payload: Buffer): boolean {
    const before = this.entries.get(topic)?.shared ?? 0;
    const more = sizeOf(topic, payload) - before;
    const topics = this.sharedTopics + (before === 0 ? 1 : 0);
    return topics <= MAX_CLIENT_RETAINED_TOPICS && this.sharedBytes + more <= MAX_CLIENT_RETAINED_BYTES;
  }

  /** An empty message clears the topic. */
  set(topic: string, payload: Buffer, qos: 0 | 1 | 2, byClient: boolean): void {
    const entry = this.entries.get(topic);
    const wasShared = entry !== undefined && entry.shared > 0;
    if (entry !== undefined) this.count(entry, 0);
    if (payload.length === 0) {
      if (this.entries.delete(topic) && wasShared) this.record({ is: 'cleared', topic });
      return;
    }
    // Part of a chunk that came in is copied, so that the chunk can go.
    const kept = byClient ? Buffer.from(payload) : payload;
    const packet = { cmd: 'publish', topic, payload: kept, qos, retain: true, dup: false } as const;
    const next = entry ?? { packet, levels: topic.split('/'), shared: 0 };
    next.packet = packet;
    this.entries.set(topic, next);
    if (byClient) {
      this.count(next, sizeOf(topic, payload));
      this.record({ is: 'retained', topic, payload: kept, qos });
    } else if (wasShared) {
      this.record({ is: 'cleared', topic });
    }
  }

  /** In the order in which their topics were first used, without holding up the event loop. */
  async *matching(filters: readonly string[]): AsyncGenerator<RetainedPacket> {
    let looked = 0;
    for (const filter of filters) {
      const levels = filter.split('/');
      if (!levels.includes('+') && !levels.includes('#')) {
        const entry = this.entries.get(filter);
        if (entry !== undefined) yield entry.packet;
        continue;
      }
      for (const entry of this.entries.values()) {
        looked += 1;
        if (looked % TOPICS_PER_SLICE === 0) await setImmediate();
        if (filterMatches(levels, entry.levels)) yield entry.packet;
      }
    }
  }

  /** What clients left, as it is and as it becomes while it is gone through. */
  *changes(): Generator<Change> {
    for (const { packet, shared } of this.entries.values()) {
      const { topic, payload, qos } = packet;
      if (shared > 0) yield { is: 'retained', topic, payload, qos };
    }
  }

  private count(entry: Entry, shared: number): void {
    this.sharedTopics += Number(shared > 0) - Number(entry.shared > 0);
    this.sharedBytes += shared - entry.shared;
    entry.shared = shared;
  }
}

function sizeOf(topic: string, payload: Buffer): number {
  return Buffer.byteLength(topic) + payload.length;
}
