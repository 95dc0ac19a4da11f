/** From messages to samples of points. */
import type { Quality } from '../../contract';
import { follow } from './address';
import type { Point } from './point-list';
import { qualityOf, timeOf, worseOf } from './stamps';

/** A message as a flow carries it. */
export interface TelemetryMessage {
  topic?: unknown;
  payload?: unknown;
  [property: string]: unknown;
}

export interface Sample {
  /** The point's place in the list. */
  point: number;
  raw: unknown;
  /** Seconds since 1970 by the source's clock; undefined where it says nothing, NaN where it cannot be read. */
  time_s: number | undefined;
  quality: Quality;
}

/** A text beyond this is not looked into. */
export const MOST_CHARACTERS = 4 * 1024 * 1024;

const NAMES = ['address', 'topic', 'name', 'tag', 'nodeId'] as const;

/** Messages without a sample: of no topic of the list; of one, but no JSON; of one, but with nothing at any of its paths. */
export type Fruitless = 'unknown' | 'unreadable_text' | 'nothing_at_path';

/** Finds the points of a list in messages. */
export class Decoder {
  private readonly byTopic = new Map<string, number[]>();
  private readonly anywhere: number[] = [];

  constructor(private readonly points: readonly Point[]) {
    for (const [index, { address }] of points.entries()) {
      if (address.topic === undefined) this.anywhere.push(index);
      else {
        const known = this.byTopic.get(address.topic);
        if (known === undefined) this.byTopic.set(address.topic, [index]);
        else known.push(index);
      }
    }
  }

  /** The samples of a message, which may be a batch: a list of objects that each name their point and hold a value. */
  decode(message: TelemetryMessage): Sample[] {
    const { payload } = message;
    if (isBatch(payload)) {
      const samples = payload.flatMap((entry) =>
        this.decodeOne({ ...message, topic: nameOf(entry), payload: entry }),
      );
      if (samples.length > 0) return samples;
    }
    return this.decodeOne(message);
  }

  private decodeOne(message: TelemetryMessage): Sample[] {
    const { topic } = message;
    const own = typeof topic === 'string' ? (this.byTopic.get(topic) ?? []) : [];
    if (own.length + this.anywhere.length === 0) return [];
    const payload = parsed(message.payload);
    const samples: Sample[] = [];
    for (const list of [own, this.anywhere]) {
      for (const point of list) {
        const sample = this.sampleOf(point, payload, message);
        if (sample !== undefined) samples.push(sample);
      }
    }
    return samples;
  }

  private sampleOf(point: number, payload: unknown, message: TelemetryMessage): Sample | undefined {
    const { path } = this.points[point].address;
    const found = path === undefined ? payload : follow(payload, path);
    if (found === undefined || found === null) return undefined;
    const isRecord = typeof found === 'object' && !Array.isArray(found);
    const raw = isRecord ? (found as { value?: unknown }).value : found;
    if (raw === undefined) return undefined;
    const times = [isRecord ? timeOf(found) : undefined, timeOf(payload), timeOf(message)];
    const said = times.filter((time_s) => time_s !== undefined);
    const time_s = said.find((one) => !Number.isNaN(one)) ?? said[0];
    // What stands on top of the payload holds for all that is in it.
    const quality = path === undefined ? qualityOf(found) : worseOf(qualityOf(found), qualityOf(payload));
    return { point, raw, time_s, quality };
  }

  /** What is wrong with a message that holds no sample. */
  why({ topic, payload }: TelemetryMessage): Fruitless {
    if (typeof topic !== 'string' || !this.byTopic.has(topic)) return 'unknown';
    return typeof payload === 'string' && parsed(payload) === payload ? 'unreadable_text' : 'nothing_at_path';
  }
}

function isBatch(payload: unknown): payload is Record<string, unknown>[] {
  return (
    Array.isArray(payload) &&
    payload.length > 0 &&
    payload.every((entry) => typeof entry === 'object' && entry !== null && nameOf(entry) !== undefined)
  );
}

function nameOf(entry: object): string | undefined {
  for (const field of NAMES) {
    const name = (entry as Record<string, unknown>)[field];
    if (typeof name === 'string') return name;
  }
  return undefined;
}

/** JSON in a text is taken apart; any other text stands for itself. */
function parsed(payload: unknown): unknown {
  if (typeof payload !== 'string' || payload.length > MOST_CHARACTERS || !/^\s*[[{]/.test(payload))
    return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
