import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { randomStream } from '../support/random';
import { openBroker } from '../../lib/mqtt';
import { publisherOn, riskySnapshot, settings, stateOf } from './clients';
import { BASE, numbered, sequencesOn, until, upTo, withBench } from './mosquitto/bench';
import { WITHOUT_MOSQUITTO } from './mosquitto/broker';
import { CuttingProxy } from './mosquitto/cutting-proxy';

(WITHOUT_MOSQUITTO ? describe.skip : describe)('an external broker that is mosquitto', function () {
  this.timeout(60_000);

  it('gets over MQTT 5 what was published while it was stopped, in order, with the times of then', () =>
    withBench(async ({ mosquitto, external, publisher, subscriber }) => {
      await publisher.publish(numbered(1));
      await stateOf(external, ({ stored }) => stored === 0);
      await publisher.publish(numbered(2));
      await publisher.publish(numbered(3));
      await until(subscriber, 3);
      await stateOf(external, ({ stored }) => stored === 0);
      await mosquitto.stop();
      await stateOf(external, ({ connected }) => !connected);
      const before_ms = Date.now();
      for (let sequence = 4; sequence <= 40; sequence += 1) {
        assert.equal(await publisher.publish(numbered(sequence)), 'waiting');
      }
      assert.equal(publisher.skipped, 0);
      assert.equal(external.state().stored, 2 * 37);
      const after_ms = Date.now();
      await mosquitto.run();
      await until(subscriber, 40);
      assert.deepEqual(sequencesOn(subscriber, `${BASE}/snapshot`), upTo(40));
      assert.deepEqual(sequencesOn(subscriber, `${BASE}/metrics`), upTo(40));
      for (const { payload, properties, qos } of subscriber.on(`${BASE}/metrics`)) {
        const { sequence, timestamp } = JSON.parse(payload);
        assert.equal(timestamp, numbered(sequence).timestamp);
        assert.equal(qos, 1);
        const said_ms = Date.parse(properties.replace(/^timestamp:/, ''));
        assert.equal(sequence > 3, said_ms >= before_ms && said_ms <= after_ms, `${sequence}: ${properties}`);
      }
      await stateOf(external, ({ stored }) => stored === 0);
      const { dropped, replayed } = external.state();
      // The first was handed over before there was a connection.
      assert.deepEqual({ dropped, replayed }, { dropped: 0, replayed: 2 * 38 });
    }));

  it('gets all over MQTT 3.1.1 through a network that cuts connections in the middle of messages', () => {
    const random = randomStream(20261128);
    let proxy: CuttingProxy;
    return withBench(
      async ({ external, publisher, subscriber }) => {
        for (let sequence = 1; sequence <= 60; sequence += 1) {
          const probability = sequence % 7 < 3 ? 0.9 : 0.1;
          const { timestamp } = numbered(sequence);
          const snapshot = { ...riskySnapshot(sequence, { L1: probability }), timestamp };
          // Ticks are not as close as here: one that comes while the one before is being published is left out.
          while ((await publisher.publish(snapshot)) === 'skipped') await setImmediate();
          if (sequence % 10 === 0) await stateOf(external, ({ connected }) => connected);
        }
        await until(subscriber, 60);
        assert.ok(proxy.cuts >= 5, `${proxy.cuts} cuts`);
        assert.deepEqual(sequencesOn(subscriber, `${BASE}/snapshot`), upTo(60));
        const alarms = sequencesOn(subscriber, `${BASE}/alarms/L1`);
        assert.deepEqual(
          alarms,
          [...alarms].sort((a, b) => a - b),
        );
        assert.equal(alarms.length, 18);
        await proxy.close();
      },
      { protocol_version: '4' },
      async ({ port }) => {
        proxy = await CuttingProxy.to(port, () => 20_000 + Math.floor(random() * 120_000));
        return proxy.address;
      },
    );
  });

  it('is found to be gone behind a half-open connection, of which nothing is lost', () => {
    let proxy: CuttingProxy;
    return withBench(
      async ({ external, publisher, subscriber }) => {
        await publisher.publish(numbered(1));
        await until(subscriber, 1);
        proxy.goSilent();
        for (const sequence of [2, 3, 4]) await publisher.publish(numbered(sequence));
        await stateOf(external, ({ connected }) => !connected);
        await publisher.publish(numbered(5));
        proxy.listenAgain();
        await until(subscriber, 5);
        assert.deepEqual(sequencesOn(subscriber, `${BASE}/snapshot`), upTo(5));
        await proxy.close();
      },
      { keepalive_s: 1 },
      async ({ port }) => {
        proxy = await CuttingProxy.to(port, () => Number.POSITIVE_INFINITY);
        return proxy.address;
      },
    );
  });

  it('can be left behind a half-open connection, and the next run delivers what waits', () => {
    let proxy: CuttingProxy;
    return withBench(
      async ({ mosquitto, folder, external, publisher, subscriber }) => {
        await publisher.publish(numbered(1));
        await stateOf(external, ({ stored }) => stored === 0);
        proxy.goSilent();
        await publisher.publish(numbered(2));
        await publisher.close();
        await external.close();
        await proxy.close();
        const next = openBroker(
          settings({
            mode: 'external',
            url: mosquitto.address,
            external: { store: { folder, max_megabytes: 50, max_hours: 1 } },
          }),
        );
        const heir = publisherOn(next, { element_topics: false });
        await heir.publish(numbered(3));
        await until(subscriber, 3);
        assert.deepEqual(sequencesOn(subscriber, `${BASE}/snapshot`), upTo(3));
        await heir.close();
        await next.close();
      },
      {},
      async ({ port }) => {
        proxy = await CuttingProxy.to(port, () => Number.POSITIVE_INFINITY);
        return proxy.address;
      },
    );
  });
});
