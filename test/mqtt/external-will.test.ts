import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stateOf } from './clients';
import { BASE, numbered, until, withBench } from './mosquitto/bench';
import { WITHOUT_MOSQUITTO } from './mosquitto/broker';
import { CuttingProxy } from './mosquitto/cutting-proxy';
import type { Subscriber } from './mosquitto/subscriber';

/** As it was said: a subscriber that comes late also hears what is retained. */
const saidBy = (subscriber: Subscriber) =>
  subscriber
    .on(`${BASE}/status`)
    .filter(({ retain }) => !retain)
    .map(({ payload }) => payload);

(WITHOUT_MOSQUITTO ? describe.skip : describe)('the status on an external broker', function () {
  this.timeout(60_000);

  it('is offline once at a clean end, and retained', () =>
    withBench(async ({ publisher, subscriber }) => {
      await publisher.publish(numbered(1));
      await until(subscriber, 1);
      await publisher.close();
      await subscriber.untilLine(({ payload }) => payload === 'offline');
      assert.deepEqual(saidBy(subscriber), ['online', 'offline']);
    }));

  for (const [protocol_version, said] of [
    ['5', ['online', 'online']],
    ['4', ['online', 'offline', 'online']],
  ] as const) {
    it(`after a short cut is ${said.join(', ')} by protocol ${protocol_version}`, () => {
      let proxy: CuttingProxy;
      return withBench(
        async ({ external, publisher, subscriber }) => {
          await publisher.publish(numbered(1));
          await until(subscriber, 1);
          await stateOf(external, ({ stored }) => stored === 0);
          proxy.cutAll();
          await stateOf(external, ({ connected }) => !connected);
          await publisher.publish(numbered(2));
          await until(subscriber, 2);
          assert.deepEqual(saidBy(subscriber), said);
          await proxy.close();
        },
        { protocol_version },
        async ({ port }) => {
          proxy = await CuttingProxy.to(port, () => Number.POSITIVE_INFINITY);
          return proxy.address;
        },
      );
    });
  }

  it('is offline when the publisher is killed', () =>
    withBench(async ({ mosquitto, folder, subscriber }) => {
      const program = path.join(__dirname, 'mosquitto/doomed-publisher.js');
      const child = spawn(process.execPath, [program, mosquitto.address, `${folder}/other`, '1'], {
        stdio: 'ignore',
      });
      await until(subscriber, 3);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await subscriber.untilLine(({ payload }) => payload === 'offline');
      assert.deepEqual(saidBy(subscriber), ['online', 'offline']);
    }));
});
