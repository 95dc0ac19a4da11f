import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../../../lib/contract';
import { type ExternalOptions, type GridBroker, type GridPublisher, openBroker } from '../../../lib/mqtt';
import { sampleSnapshot } from '../../support/snapshot';
import { publisherOn, settings } from '../clients';
import { Mosquitto } from './broker';
import { Subscriber } from './subscriber';

export const BASE = 'gridloom/riverside';

/** A mosquitto, who listens to it, and a publisher that stores. */
export interface Bench {
  mosquitto: Mosquitto;
  folder: string;
  external: GridBroker;
  publisher: GridPublisher;
  subscriber: Subscriber;
}

export async function withBench(
  body: (bench: Bench) => Promise<void>,
  { max_megabytes = 50, ...changes }: Partial<ExternalOptions> & { max_megabytes?: number } = {},
  through: (mosquitto: Mosquitto) => Promise<string> = async ({ address }) => address,
): Promise<void> {
  const mosquitto = await Mosquitto.start();
  const folder = await mkdtemp(path.join(tmpdir(), 'gridloom-outbox-'));
  const subscriber = await Subscriber.to(mosquitto.port, 'gridloom/#');
  const store = { folder, max_megabytes, max_hours: 1 };
  const url = await through(mosquitto);
  const external = openBroker(settings({ mode: 'external', url, external: { store, ...changes } }));
  const publisher = publisherOn(external, { element_topics: false });
  try {
    await body({ mosquitto, folder, external, publisher, subscriber });
  } finally {
    await publisher.close();
    await external.close();
    await subscriber.close();
    await mosquitto.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A snapshot that can be told from all others, also by its time. */
export function numbered(sequence: number): Snapshot {
  const timestamp = new Date(Date.UTC(2026, 0, 31, 12) + sequence * 1000).toISOString();
  return { ...sampleSnapshot({ sequence }), timestamp };
}

/** The sequence numbers on a topic, each at its first coming. */
export function sequencesOn(subscriber: Subscriber, topic: string): number[] {
  return [...new Set(subscriber.on(topic).map(({ payload }) => JSON.parse(payload).sequence as number))];
}

export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** Ends when the metrics of this sequence number were heard. */
export async function until(subscriber: Subscriber, sequence: number): Promise<void> {
  await subscriber.untilLine(
    ({ topic, payload }) => topic === `${BASE}/metrics` && JSON.parse(payload).sequence === sequence,
  );
}
