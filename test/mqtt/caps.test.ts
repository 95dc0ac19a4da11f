import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as openSocket } from 'node:net';
import mqtt from 'mqtt';
import { generate } from 'mqtt-packet';
import {
  MAX_CLIENT_ID_BYTES,
  MAX_CLIENT_RETAINED_BYTES,
  MAX_CLIENT_RETAINED_TOPICS,
  MAX_FAILURES_PER_NAME,
  MAX_PACKET_BYTES,
  MAX_SUBSCRIPTIONS_PER_CLIENT,
  MAX_TOPIC_BYTES,
  MAX_TOPIC_LEVELS,
  MAX_WILDCARDS_PER_CLIENT,
  REFUSED_WAIT_MS,
} from '../../lib/mqtt/limits';
import { Listener, portOf, rawClient, withBroker } from './clients';
import { RawClient } from './raw-client';

const enter = (address: string, options: object = {}) =>
  mqtt.connectAsync(address, { reconnectPeriod: 0, ...options });

async function answerTo(address: string, bytes: Buffer): Promise<number[]> {
  const socket = openSocket(portOf(address), '127.0.0.1');
  socket.write(bytes);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  await once(socket.resume(), 'close');
  return [...answer];
}

describe('the embedded broker refuses', () => {
  it('MQTT 5, saying that it is the version, and ends the connection', () =>
    withBroker(async (broker, address) => {
      await assert.rejects(enter(address, { protocolVersion: 5 }), { code: 1 });
      const hello = generate({
        ...{ cmd: 'connect', clientId: 'five', clean: true, keepalive: 0 },
        ...{ protocolId: 'MQTT', protocolVersion: 5, properties: { sessionExpiryInterval: 60 } },
      } as const);
      assert.deepEqual(await answerTo(address, hello), [0x20, 2, 0, 1]);
      assert.equal(broker.state().refused?.protocol_version, 2);
      await (
        await enter(address, { protocolId: 'MQIsdp', protocolVersion: 3, clientId: 'three' })
      ).endAsync();
    }));

  it('what it may not publish, and is slow to end the connection, so that it is not asked again at once', () =>
    withBroker(async (broker, address) => {
      const client = await RawClient.connect(address);
      const begun = performance.now();
      client.publish('$SYS/broker/version', 'forged');
      await client.closed();
      assert.ok(performance.now() - begun >= REFUSED_WAIT_MS - 10);
      assert.equal(broker.state().refused?.publish, 1);
    }));

  it('a client id that is too long', () =>
    withBroker(async (_broker, address) => {
      await (await enter(address, { clientId: 'x'.repeat(MAX_CLIENT_ID_BYTES) })).endAsync();
      await assert.rejects(enter(address, { clientId: 'x'.repeat(MAX_CLIENT_ID_BYTES + 1) }), { code: 2 });
    }));

  it('topics that are too long or too deep', () =>
    withBroker(async (broker, address) => {
      for (const [fits, tooMuch] of [
        ['x'.repeat(MAX_TOPIC_BYTES), 'x'.repeat(MAX_TOPIC_BYTES + 1)],
        [levels(MAX_TOPIC_LEVELS), levels(MAX_TOPIC_LEVELS + 1)],
      ] as const) {
        const listener = await Listener.on(address, fits);
        await listener.client.publishAsync(fits, 'hello');
        await listener.topic(fits);
        const closed = new Promise<void>((resolve) => listener.client.once('close', resolve));
        listener.client.publish(tooMuch, 'hello');
        await closed;
        await listener.close();
        await assert.rejects(enter(address, { will: { topic: tooMuch, payload: '' } }), { code: 5 });
      }
      assert.ok((broker.state().refused?.publish ?? 0) >= 3);
    }));

  it('wildcards in the topic of a last will', () =>
    withBroker(async (_broker, address) => {
      for (const topic of ['#', 'a/+', 'a#']) {
        await assert.rejects(enter(address, { will: { topic, payload: 'x' } }), { code: 5 });
      }
    }));

  it('filters that are none', () =>
    withBroker(async (broker, address) => {
      const subscriptions = ['a+', '$share/a/b', 'good'].map((topic) => ({ topic, qos: 0 as const }));
      const socket = await rawClient(address, 'raw');
      socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions }));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.deepEqual([...answer], [0x90, 5, 0, 1, 128, 128, 0]);
      assert.equal(broker.state().refused?.subscribe, 2);
      socket.destroy();
    }));

  for (const clean of [true, false]) {
    it(`one subscription too many, in one packet, ${clean ? 'without' : 'with'} a session`, () =>
      withBroker(async (_broker, address) => {
        const client = await enter(address, { clean, clientId: 'eager' });
        const all = Array.from({ length: MAX_SUBSCRIPTIONS_PER_CLIENT + 10 }, (_, i) => `topic/${i}`);
        client.on('error', () => {});
        let granted: readonly (number | undefined)[] = [];
        client.on('packetreceive', (packet) => {
          if (packet.cmd === 'suback') granted = packet.granted as number[];
        });
        await client.subscribeAsync(all).catch(() => {});
        assert.equal(granted.filter((code) => code === 128).length, 10);
        // What it has it may change, and what it gives up makes room.
        await client.subscribeAsync('topic/0', { qos: 1 });
        await client.unsubscribeAsync('topic/0');
        await client.subscribeAsync('another');
        await assert.rejects(client.subscribeAsync('topic/0'));
        await client.endAsync();
      }));
  }

  it('more filters with wildcards than a message should match', () =>
    withBroker(async (_broker, address) => {
      const client = await enter(address);
      const wild = Array.from({ length: MAX_WILDCARDS_PER_CLIENT }, (_, i) => `${i}/+`);
      await client.subscribeAsync(wild);
      await assert.rejects(client.subscribeAsync('one/more/#'));
      await client.subscribeAsync('plain');
      await client.unsubscribeAsync('0/+');
      await client.subscribeAsync('one/more/#');
      await client.endAsync();
    }));

  it('more retained bytes, and takes them again where there is room', () =>
    withBroker(async (broker, address) => {
      const payload = Buffer.alloc(MAX_PACKET_BYTES / 2);
      const most = Math.floor(MAX_CLIENT_RETAINED_BYTES / (payload.length + 10));
      const sender = await enter(address);
      // Each from a client of its own, as each may only send so much in a second.
      const leave = async (i: number) => {
        const client = await enter(address);
        await client.publishAsync(`a/${i}`, payload, { retain: true, qos: 1 });
        await client.endAsync();
      };
      await Promise.all(Array.from({ length: most }, (_, i) => leave(i)));
      const closed = new Promise<void>((resolve) => sender.once('close', resolve));
      sender.publish('one/too/many', payload, { retain: true });
      await closed;
      assert.equal(broker.state().refused?.retained, 1);
      const other = await enter(address);
      await other.publishAsync('a/0', '', { retain: true, qos: 1 });
      await other.publishAsync('one/more', payload, { retain: true, qos: 1 });
      await other.publishAsync('one/more', payload, { retain: true, qos: 1 });
      assert.equal(broker.state().refused?.retained, 1);
      await other.endAsync();
    }));

  it('more retained topics of clients, and still takes those of the publisher', () =>
    withBroker(async (broker, address) => {
      const packets = Array.from({ length: MAX_CLIENT_RETAINED_TOPICS + 1 }, (_, i) =>
        generate({ cmd: 'publish', topic: `a/${i}`, payload: 'x', retain: true, qos: 0, dup: false }),
      );
      const flooding = Array.from({ length: 10 }, async (_, part) => {
        const socket = await rawClient(address, `flood-${part}`);
        const done = Promise.race([once(socket, 'close'), once(socket, 'data')]);
        const share = packets.filter((_packet, i) => i % 10 === part);
        socket.write(Buffer.concat([...share, generate({ cmd: 'pingreq' })]));
        await done;
        socket.destroy();
      });
      await Promise.all(flooding);
      assert.equal(broker.state().refused?.retained, 1);
      assert.ok(broker.connect('status').publish('grid/1', 'x', { retain: true }));
      const late = await Listener.on(address, 'grid/1');
      await late.topic('grid/1');
      await late.close();
    }));

  it('anybody who gave wrong passwords too often, and the right one too for a while', () =>
    withBroker(
      async (broker, address) => {
        const inside = await enter(address, { username: 'grid', password: 'secret' });
        for (let i = 0; i < MAX_FAILURES_PER_NAME; i += 1) {
          await assert.rejects(enter(address, { username: 'grid', password: `wrong ${i}` }), { code: 4 });
        }
        await assert.rejects(enter(address, { username: 'grid', password: 'secret' }), { code: 5 });
        assert.deepEqual(broker.state().refused, { credentials: MAX_FAILURES_PER_NAME, locked: 1 });
        await inside.publishAsync('a', 'still here', { qos: 1 });
        await inside.endAsync();
      },
      { username: 'grid', password: 'secret' },
    ));
});

function levels(count: number): string {
  return Array.from({ length: count }, () => 'x').join('/');
}
