import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type GridBroker, openBroker } from '../../lib/mqtt';
import { BackOff } from '../../lib/mqtt/external/back-off';
import { decodePublication, encodePublication } from '../../lib/mqtt/external/publication';
import { randomStream } from '../support/random';
import { sampleSnapshot } from '../support/snapshot';
import {
  Listener,
  portOf,
  publisherOn,
  ready,
  riskySnapshot,
  settings,
  stateOf,
  withBroker,
} from './clients';

const BASE = 'gridloom/riverside';

async function withExternal(
  body: (external: GridBroker, elsewhere: GridBroker, address: string) => Promise<void>,
): Promise<void> {
  await withBroker(async (elsewhere, address) => {
    const external = openBroker(settings({ mode: 'external', url: address }));
    try {
      await body(external, elsewhere, address);
    } finally {
      await external.close();
    }
  });
}

describe('an external broker', () => {
  it('gets everything, and sends commands back', () =>
    withExternal(async (external, _elsewhere, address) => {
      const publisher = publisherOn(external);
      const listener = await Listener.on(address, 'gridloom/#');
      assert.equal(await publisher.publish(riskySnapshot(3, { L1: 0.8 })), 'waiting');
      assert.equal(JSON.parse((await listener.topic(`${BASE}/alarms/L1`)).text).state, 'raised');
      assert.equal(JSON.parse((await listener.topic(`${BASE}/edge/L12`)).text).sequence, 3);
      await listener.client.publishAsync(`${BASE}/command`, '{"command":"step"}', { qos: 1 });
      await listener.topic(`${BASE}/command/result`);
      assert.deepEqual(publisher.collected.commands, [{ command: 'step' }]);
      assert.equal(external.state().connected, true);
      await publisher.close();
      await listener.until(({ topic, text }) => topic === `${BASE}/status` && text === 'offline');
      await listener.close();
    }));

  it('says offline for a publisher whose connection breaks', () =>
    withExternal(async (external, elsewhere, address) => {
      const publisher = publisherOn(external);
      const listener = await Listener.on(address, `${BASE}/status`);
      await publisher.publish(sampleSnapshot());
      await listener.until(({ text }) => text === 'online');
      listener.forget();
      // The publisher's own socket, as a network failure would end it.
      const { session } = publisher as unknown as {
        session: { connection: { reaching: { link: { client: { stream: Socket } } } } };
      };
      session.connection.reaching.link.client.stream.destroy();
      await stateOf(external, ({ error }) => error !== undefined);
      assert.match(external.state().error ?? '', /got "the connection ended"/);
      await listener.until(({ text }) => text === 'offline');
      await stateOf(external, ({ connected }) => connected);
      await listener.until(({ text }) => text === 'online');
      assert.equal(elsewhere.state().clients, 2);
      await publisher.close();
      await listener.close();
    }));

  it('may come late, or go and come back: nothing is queued, the newest state is published', async () => {
    const first = await ready(openBroker(settings()));
    const { address } = first.state();
    await first.close();
    const external = openBroker(settings({ mode: 'external', url: address }));
    const publisher = publisherOn(external);
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      assert.equal(await publisher.publish(riskySnapshot(sequence, { L1: 0.9 })), 'waiting');
    }
    await stateOf(external, ({ error }) => error !== undefined);
    assert.match(external.state().error ?? '', new RegExp(`cannot be reached: ${address}`));
    const second = await ready(openBroker(settings({ port: portOf(address) })));
    const listener = await Listener.on(address, `${BASE}/+`, `${BASE}/alarms/+`);
    assert.equal(JSON.parse((await listener.topic(`${BASE}/snapshot`)).text).sequence, 5);
    assert.equal(JSON.parse((await listener.topic(`${BASE}/alarms/L1`)).text).sequence, 5);
    assert.equal(listener.heard.filter(({ topic }) => topic === `${BASE}/snapshot`).length, 1);
    assert.equal(publisher.skipped, 4);
    assert.equal(external.state().error, undefined);
    await listener.close();
    await publisher.close();
    await external.close();
    await second.close();
  });

  it('is given a user name and a password, which are never shown', () =>
    withBroker(
      async (_elsewhere, address) => {
        const url = address.replace('//', '//someone:else@');
        const refused = openBroker(settings({ mode: 'external', url }));
        const knocking = publisherOn(refused);
        await knocking.publish(sampleSnapshot());
        await stateOf(refused, ({ error }) => error !== undefined);
        assert.match(refused.state().error ?? '', /Bad username or password/i);
        assert.doesNotMatch(JSON.stringify(refused.state()), /someone|else/);
        await knocking.close();
        await refused.close();
        const external = openBroker(
          settings({ mode: 'external', url: address, username: 'grid', password: 'secret' }),
        );
        const publisher = publisherOn(external);
        await publisher.publish(sampleSnapshot());
        await stateOf(external, ({ connected }) => connected);
        await publisher.close();
        await external.close();
      },
      { username: 'grid', password: 'secret' },
    ));

  it('that is not there can be closed at once', async () => {
    const external = openBroker(settings({ mode: 'external', url: 'mqtt://127.0.0.1:9' }));
    const publisher = publisherOn(external);
    await publisher.publish(sampleSnapshot());
    await publisher.close();
    await external.close();
  });

  it('is spoken to in MQTT 5, and in 3.1.1 once it has refused that, unless only one is wanted', async () => {
    const elsewhere = await ready(openBroker(settings()));
    for (const [protocol_version, said] of [
      ['auto', undefined],
      ['4', undefined],
      ['5', /Unacceptable protocol version|Unsupported Protocol Version/],
    ] as const) {
      const { address: url } = elsewhere.state();
      const external = openBroker(settings({ mode: 'external', url, external: { protocol_version } }));
      const publisher = publisherOn(external);
      await publisher.publish(sampleSnapshot());
      await stateOf(external, ({ connected, error }) => connected || error !== undefined);
      assert.equal(external.state().connected, said === undefined);
      if (said !== undefined) assert.match(external.state().error ?? '', said);
      await publisher.close();
      await external.close();
    }
    await elsewhere.close();
  });

  for (const [what, url, external, said] of [
    ['a version that there is none', 'mqtt://b', { protocol_version: '3' }, /protocol_version; got "3"/],
    ['TLS for an address without', 'mqtt://b', { tls: {} }, /grid-broker\.tls; .*mqtts:\/\//],
    [
      'no room to store',
      'mqtt://b',
      { store: { folder: 'x', max_megabytes: 0, max_hours: 1 } },
      /store_megabytes/,
    ],
    [
      'no time to store',
      'mqtt://b',
      { store: { folder: 'x', max_megabytes: 1, max_hours: 0 } },
      /store_hours/,
    ],
  ] as const) {
    it(`cannot have ${what}`, () => {
      assert.throws(() => openBroker(settings({ mode: 'external', url, external })), said);
    });
  }
});

describe('the waits between attempts', () => {
  it('double up to half a minute, are varied by chance, and begin anew', () => {
    const longest = new BackOff(() => 0);
    assert.deepEqual(
      Array.from({ length: 8 }, () => longest.next()),
      [...[500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
    );
    longest.reset();
    assert.equal(longest.next(), 500);
    const random = randomStream(5);
    const varied = new BackOff(random);
    for (let round = 0; round < 100; round += 1) {
      const wait = varied.next();
      assert.ok(wait > 250 && wait <= 30_000);
    }
  });
});

describe('publications as records', () => {
  it('come back as they were, and a record that is none is none', () => {
    const random = randomStream(11);
    for (let round = 0; round < 500; round += 1) {
      const publication = {
        topic: 'grid/Köln/⚡'.repeat(Math.floor(random() * 20)),
        payload: Buffer.from(Array.from({ length: random() * 300 }, () => random() * 256)),
        retain: random() < 0.5,
        late: random() < 0.5,
        at_ms: Math.floor(random() * 2e12),
        ...(random() < 0.5 ? { expiry_s: 1 + Math.floor(random() * 1e6) } : {}),
      };
      const record = encodePublication(publication);
      assert.deepEqual(decodePublication(record), publication);
      const cut = record.subarray(0, random() * record.length);
      assert.doesNotThrow(() => decodePublication(cut));
      assert.equal(decodePublication(record.subarray(0, 14)), undefined);
    }
  });
});
