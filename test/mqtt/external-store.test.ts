import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { publisherOn, settings, stateOf } from './clients';
import { type GridBroker, openBroker } from '../../lib/mqtt';
import { BASE, numbered, sequencesOn, until, withBench } from './mosquitto/bench';
import { WITHOUT_MOSQUITTO } from './mosquitto/broker';

(WITHOUT_MOSQUITTO ? describe.skip : describe)('what is stored for an external broker', function () {
  this.timeout(60_000);

  it('outlasts kill -9 of the publisher, while the broker is away and while it is being delivered', () =>
    withBench(async ({ mosquitto, folder, external, publisher, subscriber }) => {
      await publisher.close();
      await external.close();
      await mosquitto.stop();
      const away = await killedAfter(mosquitto.address, folder, 1, 400);
      await mosquitto.run();
      // Dies somewhere in the delivery of what the first one left, and of its own.
      const there = await killedAfter(mosquitto.address, folder, away + 1, 10);
      const last = openBroker(
        settings({ mode: 'external', url: mosquitto.address, external: storeIn(folder) }),
      );
      const heir = publisherOn(last, { element_topics: false });
      await heir.publish(numbered(there + 1));
      await until(subscriber, there + 1);
      await heir.close();
      await last.close();
      for (const topic of [`${BASE}/snapshot`, `${BASE}/metrics`]) {
        const heard = sequencesOn(subscriber, topic);
        assert.deepEqual(
          heard,
          [...heard].sort((a, b) => a - b),
          'in order',
        );
        const missing = Array.from({ length: there }, (_, i) => i + 1).filter((n) => !heard.includes(n));
        // What was handed over in the last moment may go with the process; with a broker that is there, 200 ms of it.
        assert.ok(
          missing.every((n) => (n > away - 3 && n <= away) || n > there - 80),
          `${missing} of ${away} and ${there}`,
        );
      }
    }));

  it('is bounded: the oldest goes first and is counted, the newest arrives', () =>
    withBench(
      async ({ mosquitto, external, publisher, subscriber }) => {
        await mosquitto.stop();
        const count = 600;
        for (let sequence = 1; sequence <= count; sequence += 1) {
          await publisher.publish(numbered(sequence));
          if (sequence % 20 === 0) await setImmediate();
        }
        await settled(external);
        await mosquitto.run();
        await until(subscriber, count);
        await stateOf(external, ({ stored }) => stored === 0);
        const heard = sequencesOn(subscriber, `${BASE}/snapshot`);
        const { dropped, replayed = 0 } = external.state();
        assert.deepEqual(
          heard,
          [...heard].sort((a, b) => a - b),
        );
        assert.equal(heard.at(-1), count);
        assert.ok(heard.length > 50 && heard.length < 250, `${heard.length} of 1 MB`);
        assert.ok(
          dropped + replayed >= 2 * count && dropped > 600,
          `${dropped} dropped, ${replayed} replayed`,
        );
      },
      { max_megabytes: 1 },
    ));
});

function storeIn(folder: string) {
  return { store: { folder, max_megabytes: 50, max_hours: 1 } };
}

/** Ends once the disk has caught up, and what is too much has gone. */
async function settled(external: GridBroker): Promise<void> {
  for (let before = -1; before !== external.state().stored || before > 450; await wait(300)) {
    before = external.state().stored ?? 0;
    await wait(300);
  }
}

/** Runs a publisher until it has published so many, and kills it; the last sequence number that it told. */
async function killedAfter(url: string, folder: string, first: number, count: number): Promise<number> {
  const program = path.join(__dirname, 'mosquitto/doomed-publisher.js');
  const child = spawn(process.execPath, [program, url, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = first - 1;
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= first + count - 1) child.kill('SIGKILL');
  }
  await exit;
  return last;
}
