import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { withBroker } from './clients';
import { RawClient } from './raw-client';

/**
 * The ten points of the interoperability list of Eclipse Paho, written from MQTT 3.1.1 (OASIS, 29 October 2014), whose
 * statements are named in brackets.
 */
const on =
  (body: (address: string) => Promise<void>, embedded = {}) =>
  () =>
    withBroker(async (_broker, address) => body(address), { embedded });

const text = ({ payload }: { payload: string | Buffer }) => payload.toString();

describe('MQTT 3.1.1: the embedded broker', () => {
  it(
    '1: takes and delivers messages at each quality of service',
    on(async (address) => {
      const subscriber = await RawClient.connect(address);
      assert.equal(subscriber.connack.returnCode, 0);
      assert.equal(subscriber.connack.sessionPresent, false);
      assert.deepEqual(await subscriber.subscribe(['a/+', 2]), [2]);
      const publisher = await RawClient.connect(address);
      publisher.publish('a/0', 'none');
      publisher.publish('a/1', 'once or more', { qos: 1, messageId: 7 });
      assert.equal((await publisher.next('puback')).messageId, 7);
      publisher.publish('a/2', 'once', { qos: 2, messageId: 8 });
      assert.equal((await publisher.next('pubrec')).messageId, 8);
      publisher.send({ cmd: 'pubrel', messageId: 8 });
      assert.equal((await publisher.next('pubcomp')).messageId, 8);
      const got = [await subscriber.next('publish'), await subscriber.next('publish')];
      const { messageId } = got[1]!;
      subscriber.send({ cmd: 'puback', messageId });
      got.push(await subscriber.next('publish'));
      subscriber.send({ cmd: 'pubrec', messageId: got[2]!.messageId });
      assert.equal((await subscriber.next('pubrel')).messageId, got[2]!.messageId);
      subscriber.send({ cmd: 'pubcomp', messageId: got[2]!.messageId });
      assert.deepEqual(
        got.map(({ topic, qos, retain, dup }) => [topic, qos, retain, dup]),
        [
          ['a/0', 0, false, false],
          ['a/1', 1, false, false],
          ['a/2', 2, false, false],
        ],
      );
      assert.deepEqual(got.map(text), ['none', 'once or more', 'once']);
      await publisher.disconnect();
      // A second CONNECT is a violation [MQTT-3.1.0-2].
      subscriber.connect();
      await subscriber.closed();
    }),
  );

  it(
    '2: keeps retained messages, tells them from new ones, and forgets them when told',
    on(async (address) => {
      const publisher = await RawClient.connect(address);
      const early = await RawClient.connect(address);
      await early.subscribe(['r/#', 0]);
      publisher.publish('r/0', 'zero', { retain: true });
      publisher.publish('r/1', 'one', { retain: true, qos: 1, messageId: 1 });
      publisher.publish('r/2', 'two', { retain: true, qos: 2, messageId: 2 });
      publisher.send({ cmd: 'pubrel', messageId: 2 });
      await publisher.next('pubcomp');
      for (const _ of [0, 1, 2]) assert.equal((await early.next('publish')).retain, false); // [MQTT-3.3.1-9]
      const late = await RawClient.connect(address);
      await late.subscribe(['r/#', 2]);
      const got = [await late.next('publish'), await late.next('publish'), await late.next('publish')];
      assert.deepEqual(got.map((packet) => [packet.topic, text(packet), packet.retain, packet.qos]).sort(), [
        ['r/0', 'zero', true, 0],
        ['r/1', 'one', true, 1],
        ['r/2', 'two', true, 2],
      ]);
      const modest = await RawClient.connect(address);
      await modest.subscribe(['r/#', 0]);
      const low = [await modest.next('publish'), await modest.next('publish'), await modest.next('publish')];
      assert.ok(low.every(({ qos }) => qos === 0)); // [MQTT-3.8.4-6]
      await modest.vanish();
      for (const topic of ['r/0', 'r/1', 'r/2']) publisher.publish(topic, '', { retain: true });
      // Retained messages come in the order in which their topics were first used.
      publisher.publish('r/last', 'still there', { retain: true });
      await publisher.before();
      const later = await RawClient.connect(address);
      await later.subscribe(['r/#', 2]);
      assert.equal((await later.next('publish')).topic, 'r/last'); // [MQTT-3.3.1-10]
      for (const client of [publisher, early, late, later]) await client.vanish();
    }),
  );

  it(
    '3: names a client without an id, where it asks for no session',
    on(async (address) => {
      const nameless = await RawClient.connect(address, { clientId: '', clean: true });
      assert.equal(nameless.connack.returnCode, 0);
      const another = await RawClient.connect(address, { clientId: '', clean: true });
      await nameless.before(); // Not taken over by the other one.
      const refused = await RawClient.open(address);
      // By hand, as the library writes no such packet: no clean session, and an id of length 0.
      refused.sendBytes(Buffer.from('100c00044d5154540400' + '00000000', 'hex'));
      assert.equal((await refused.next('connack')).returnCode, 2); // [MQTT-3.1.3-8]
      await refused.closed();
      await nameless.disconnect();
      await another.disconnect();
    }),
  );

  it(
    '4: keeps messages for a session whose client is away',
    on(async (address) => {
      const session = { clientId: 'keeper', clean: false };
      const first = await RawClient.connect(address, session);
      assert.equal(first.connack.sessionPresent, false);
      await first.subscribe(['q/#', 2]);
      await first.disconnect();
      const publisher = await RawClient.connect(address);
      publisher.publish('q/1', 'one', { qos: 1, messageId: 1 });
      await publisher.next('puback');
      publisher.publish('q/2', 'two', { qos: 2, messageId: 2 });
      publisher.send({ cmd: 'pubrel', messageId: 2 });
      await publisher.next('pubcomp');
      const second = await RawClient.connect(address, session);
      assert.equal(second.connack.sessionPresent, true); // [MQTT-3.2.2-2]
      const one = await second.next('publish');
      second.send({ cmd: 'puback', messageId: one.messageId });
      const two = await second.next('publish');
      second.send({ cmd: 'pubrec', messageId: two.messageId });
      await second.next('pubrel');
      second.send({ cmd: 'pubcomp', messageId: two.messageId });
      assert.deepEqual([text(one), one.qos, text(two), two.qos], ['one', 1, 'two', 2]);
      await second.disconnect();
      const clean = await RawClient.connect(address, { ...session, clean: true });
      assert.equal(clean.connack.sessionPresent, false);
      assert.deepEqual(await clean.before(), []);
      await clean.disconnect();
      const last = await RawClient.connect(address, session);
      assert.equal(last.connack.sessionPresent, false); // [MQTT-3.1.2-6]
      for (const client of [publisher, last]) await client.disconnect();
    }),
  );

  it(
    '4: and delivers what waited before what is published while the client comes back',
    on(async (address) => {
      const session = { clientId: 'returner', clean: false };
      const first = await RawClient.connect(address, session);
      await first.subscribe(['q', 1]);
      await first.disconnect();
      const publisher = await RawClient.connect(address);
      const say = (from: number, to: number) => {
        for (let n = from; n <= to; n += 1) publisher.publish('q', String(n), { qos: 1, messageId: n });
      };
      say(1, 200);
      for (let n = 1; n <= 200; n += 1) await publisher.next('puback');
      const second = await RawClient.open(address);
      second.connect(session);
      for (let n = 201; n <= 400; n += 10) {
        say(n, n + 9);
        await setImmediate();
      }
      const heard: number[] = [];
      while (heard.length < 400) {
        const packet = await second.next('publish');
        second.send({ cmd: 'puback', messageId: packet.messageId });
        heard.push(Number(text(packet)));
      }
      assert.deepEqual(
        heard,
        Array.from({ length: 400 }, (_, index) => index + 1),
      ); // [MQTT-4.6.0-6]
      for (const client of [publisher, second]) await client.vanish();
    }),
  );

  it(
    '5: publishes the will of a client that vanishes, and not of one that says goodbye',
    on(async (address) => {
      const listener = await RawClient.connect(address);
      await listener.subscribe(['w/#', 2]);
      const will = (name: string) => ({
        will: { topic: `w/${name}`, payload: Buffer.from(name), qos: 1 as const, retain: true },
      });
      await (await RawClient.connect(address, will('polite'))).disconnect();
      await (await RawClient.connect(address, will('lost'))).vanish();
      const got = await listener.next('publish');
      assert.deepEqual([got.topic, text(got), got.qos], ['w/lost', 'lost', 1]); // [MQTT-3.1.2-8]
      const late = await RawClient.connect(address);
      await late.subscribe(['w/#', 0]);
      assert.deepEqual([(await late.next('publish')).topic, await late.before()], ['w/lost', []]); // [MQTT-3.14.4-3]
      for (const client of [listener, late]) await client.vanish();
    }),
  );

  it(
    '6: delivers to overlapping subscriptions at the highest quality granted',
    on(async (address) => {
      const publisher = await RawClient.connect(address);
      const orders: [string, 0 | 1 | 2][][] = [
        [
          ['o/+', 2],
          ['o/a', 1],
          ['#', 0],
        ],
        [
          ['#', 0],
          ['o/a', 1],
          ['o/+', 2],
        ],
        [
          ['o/a', 0],
          ['o/+', 1],
        ],
        [
          ['o/+', 1],
          ['+/a', 0],
        ],
        [
          ['o/+', 0],
          ['o/#', 0],
        ],
      ];
      for (const filters of orders) {
        const subscriber = await RawClient.connect(address);
        const granted = await subscriber.subscribe(...filters);
        assert.deepEqual(
          granted,
          filters.map(([, qos]) => qos),
        );
        publisher.publish('o/a', 'x', { qos: 2, messageId: 1 });
        publisher.send({ cmd: 'pubrel', messageId: 1 });
        await publisher.next('pubcomp');
        const got = [await subscriber.next('publish')];
        for (const packet of await subscriber.before()) if (packet.cmd === 'publish') got.push(packet);
        // Once, or once for each subscription [MQTT-3.3.5-1].
        assert.ok(got.length === 1 || got.length === filters.length, `${got.length} copies`);
        assert.equal(Math.max(...got.map(({ qos }) => qos)), Math.max(...granted), JSON.stringify(filters));
        await subscriber.vanish();
      }
      await publisher.vanish();
    }),
  );

  it(
    '6: delivers at the QoS of the message or the one granted, whichever is lower',
    on(async (address) => {
      const publisher = await RawClient.connect(address);
      for (const filter of ['l/a', 'l/+', 'l/#', '#']) {
        for (const granted of [0, 1, 2] as const) {
          const subscriber = await RawClient.connect(address);
          await subscriber.subscribe([filter, granted]);
          for (const qos of [0, 1, 2] as const) {
            publisher.publish('l/a', 'x', { qos, ...(qos > 0 ? { messageId: 1 } : {}) });
            if (qos === 2) publisher.send({ cmd: 'pubrel', messageId: 1 });
            const got = await subscriber.next('publish'); // [MQTT-3.8.4-6]
            assert.equal(got.qos, Math.min(qos, granted), `${filter} at ${granted}, published at ${qos}`);
          }
          await subscriber.vanish();
        }
      }
      await publisher.vanish();
    }),
  );

  it(
    '7: closes the connection of a client that is silent for one and a half keepalives',
    on(async (address) => {
      const listener = await RawClient.connect(address);
      await listener.subscribe(['k', 0]);
      const will = { topic: 'k', payload: Buffer.from('silent'), qos: 0 as const, retain: false };
      const silent = await RawClient.connect(address, { keepalive: 1, will });
      await silent.closed(); // [MQTT-3.1.2-24]
      assert.equal(text(await listener.next('publish')), 'silent');
      await listener.vanish();
    }),
  );

  it(
    '8: delivers again, on the next connection, what was not acknowledged',
    on(async (address) => {
      const session = { clientId: 'forgetful', clean: false };
      const first = await RawClient.connect(address, session);
      await first.subscribe(['d/#', 2]);
      const publisher = await RawClient.connect(address);
      publisher.publish('d/1', 'one', { qos: 1, messageId: 1 });
      await publisher.next('puback');
      const one = await first.next('publish');
      await first.vanish();
      const second = await RawClient.connect(address, session);
      const again = await second.next('publish');
      assert.deepEqual([text(again), again.messageId, again.dup], ['one', one.messageId, true]); // [MQTT-4.4.0-1]
      second.send({ cmd: 'puback', messageId: again.messageId });
      publisher.publish('d/2', 'two', { qos: 2, messageId: 2 });
      publisher.send({ cmd: 'pubrel', messageId: 2 });
      await publisher.next('pubcomp');
      const two = await second.next('publish');
      second.send({ cmd: 'pubrec', messageId: two.messageId });
      await second.next('pubrel');
      await second.vanish();
      const third = await RawClient.connect(address, session);
      // Received, so the message does not come again, but its release does.
      assert.equal((await third.next('pubrel')).messageId, two.messageId);
      third.send({ cmd: 'pubcomp', messageId: two.messageId });
      assert.deepEqual(await third.before(), []);
      for (const client of [publisher, third]) await client.disconnect();
    }),
  );

  it(
    '9: keeps topics that begin with $ out of wildcards, and out of what clients tell each other',
    on(
      async (address) => {
        const subscriber = await RawClient.connect(address);
        await subscriber.subscribe(['#', 0], ['+/d', 0], ['$mine/d', 0]);
        const curious = await RawClient.connect(address);
        await curious.subscribe(['$SYS/#', 0]);
        assert.match((await curious.next('publish')).topic, /^\$SYS\/broker\//);
        const publisher = await RawClient.connect(address);
        publisher.publish('$mine/d', 'hidden');
        publisher.publish('mine/d', 'shown');
        await publisher.before();
        const heard = [await subscriber.next('publish'), ...(await subscriber.before())];
        assert.ok(heard.every((packet) => packet.cmd === 'publish' && packet.topic === 'mine/d')); // [MQTT-4.7.2-1]
        for (const client of [publisher, subscriber, curious]) await client.vanish();
      },
      { sys_interval_s: 1 },
    ),
  );

  it(
    '10: says which subscription it does not grant, and grants the others',
    on(async (address) => {
      const client = await RawClient.connect(address);
      assert.deepEqual(await client.subscribe(['f/a', 1], ['$share/group/f', 1], ['f/b', 0]), [1, 128, 0]);
      client.publish('f/b', 'x');
      assert.equal((await client.next('publish')).topic, 'f/b');
      await client.disconnect();
    }),
  );
});
