/** Publishes snapshots until it is killed, and writes the sequence number of each to its output: URL FOLDER FIRST. */
import { setTimeout as wait } from 'node:timers/promises';
import { openBroker } from '../../../lib/mqtt';
import { sampleSnapshot } from '../../support/snapshot';
import { publisherOn, settings } from '../clients';

async function run(url: string, folder: string, first: number): Promise<void> {
  const store = { folder, max_megabytes: 50, max_hours: 1 };
  const external = openBroker(settings({ mode: 'external', url, external: { store } }));
  const publisher = publisherOn(external, { element_topics: false });
  for (let sequence = first; ; ) {
    if ((await publisher.publish(sampleSnapshot({ sequence }))) !== 'skipped') {
      process.stdout.write(`${sequence}\n`);
      sequence += 1;
    }
    await wait(3);
  }
}

const [url = '', folder = '', first] = process.argv.slice(2);
void run(url, folder, Number(first));
