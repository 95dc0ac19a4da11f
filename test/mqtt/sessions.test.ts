import assert from 'node:assert/strict';
import { connect as openSocket } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import type { Store } from '../../lib/mqtt/embedded/store';
import { MAX_QUEUE_MESSAGES, MAX_SESSIONS_PER_USER } from '../../lib/mqtt/limits';
import { connectPacket, Listener, portOf, withBroker } from './clients';

const traveller = (address: string, changes: object = {}) =>
  mqtt.connectAsync(address, { clientId: 'traveller', clean: false, reconnectPeriod: 0, ...changes });

/** Connects anew, and collects so many messages, and what else comes until one on the topic `end`. */
async function collect(
  address: string,
  count: number,
): Promise<{ heard: string[]; sessionPresent: boolean }> {
  const client = mqtt.connect(address, { clientId: 'traveller', clean: false, reconnectPeriod: 0 });
  const heard: string[] = [];
  let ended = false;
  let more = () => {};
  client.on('message', (topic, payload) => {
    if (topic === 'end') ended = true;
    else heard.push(payload.toString());
    more();
  });
  const until = async (done: () => boolean) => {
    while (!done()) {
      await new Promise<void>((resolve) => {
        more = resolve;
      });
    }
  };
  const sessionPresent = await new Promise<boolean>((resolve) =>
    client.once('connect', (answer) => resolve(answer.sessionPresent)),
  );
  await until(() => heard.length >= count);
  await client.subscribeAsync('end', { qos: 0 });
  client.publish('end', '');
  await until(() => ended);
  await client.unsubscribeAsync('end');
  await client.endAsync();
  return { heard, sessionPresent };
}

async function publishAll(client: MqttClient, texts: readonly string[], topic = 'a'): Promise<void> {
  for (const text of texts) await client.publishAsync(topic, text, { qos: 1 });
}

describe('what a client sends behind its CONNECT', () => {
  /** aedes by itself takes what comes with the CONNECT after what comes a little later. */
  it('is done in its order, though nobody waits for the answer', () =>
    withBroker(async (_broker, address) => {
      const socket = openSocket(portOf(address), '127.0.0.1');
      const heard: Buffer[] = [];
      const all = new Promise<void>((resolve) => {
        socket.on('data', (chunk: Buffer) => {
          heard.push(chunk);
          if (Buffer.concat(heard).includes('payload')) resolve();
        });
      });
      const subscriptions = [{ topic: 'a/topic/b', qos: 0 as const }];
      const message = { topic: 'a/topic/b', payload: 'payload', qos: 0, retain: false, dup: false } as const;
      socket.write(connectPacket('hasty', true));
      socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions }));
      socket.write(generate({ cmd: 'publish', ...message }));
      await all;
      socket.destroy();
    }));
});

describe('a session', () => {
  it('keeps QoS 1 and 2 messages for a client that is away, once each and in order', () =>
    withBroker(async (_broker, address) => {
      const first = await traveller(address);
      await first.subscribeAsync({ 'a/#': { qos: 2 }, '+': { qos: 1 } });
      await first.endAsync();
      const sender = await mqtt.connectAsync(address);
      await sender.publishAsync('a', '1', { qos: 1 });
      await sender.publishAsync('a', '2', { qos: 2 });
      await sender.publishAsync('a', 'of no matter', { qos: 0 });
      await sender.publishAsync('a', '3', { qos: 1 });
      const { heard, sessionPresent } = await collect(address, 3);
      assert.equal(sessionPresent, true);
      // A library hands out a QoS 2 message when its PUBREL comes, so not in the order of the others.
      assert.deepEqual(heard.sort(), ['1', '2', '3']);
      assert.deepEqual(await collect(address, 0), { heard: [], sessionPresent: true });
      await sender.endAsync();
    }));

  it('sends again what was not acknowledged', () =>
    withBroker(async (_broker, address) => {
      const deaf = await traveller(address);
      await deaf.subscribeAsync('a', { qos: 1 });
      // Hears, and is gone before it could say so.
      deaf.handleMessage = (_packet, _done) => deaf.stream.destroy();
      const sender = await mqtt.connectAsync(address);
      const gone = new Promise<void>((resolve) => deaf.once('close', resolve));
      await publishAll(sender, ['1', '2']);
      await gone;
      await publishAll(sender, ['3']);
      assert.deepEqual((await collect(address, 3)).heard, ['1', '2', '3']);
      await sender.endAsync();
    }));

  it('delivers to a client that is there, with overlapping subscriptions, and keeps nothing of it', () =>
    withBroker(async (_broker, address) => {
      const there = await traveller(address);
      const heard: string[] = [];
      const last = new Promise<void>((resolve) => {
        there.on('message', (topic, payload) => {
          heard.push(payload.toString());
          if (topic === 'end') resolve();
        });
      });
      await there.subscribeAsync({ 'a/#': { qos: 1 }, a: { qos: 1 }, '#': { qos: 1 } });
      const texts = Array.from({ length: 200 }, (_, i) => String(i));
      await publishAll(there, texts);
      await there.publishAsync('end', 'end', { qos: 1 });
      await last;
      assert.deepEqual(heard, [...texts, 'end']);
      await there.endAsync();
      assert.deepEqual((await collect(address, 0)).heard, []);
    }));

  it('stays with a client that takes the place of its own connection before', () =>
    withBroker(async (broker, address) => {
      const { sessions } = (broker as unknown as { store: Store }).store;
      const first = await traveller(address);
      const ended = new Promise<void>((resolve) => first.once('close', () => resolve()));
      const second = await traveller(address);
      await ended;
      // One whose client is said to be away would end a day later.
      assert.equal(sessions.get('traveller')?.leftAt, undefined);
      await second.endAsync();
    }));

  it('ends where the client asks for a clean one', () =>
    withBroker(async (_broker, address) => {
      const first = await traveller(address);
      await first.subscribeAsync('a', { qos: 1 });
      await first.endAsync();
      await (await traveller(address, { clean: true })).endAsync();
      const sender = await mqtt.connectAsync(address);
      await publishAll(sender, ['1']);
      assert.deepEqual(await collect(address, 0), { heard: [], sessionPresent: false });
      await sender.endAsync();
    }));

  it('keeps so many messages and no more, and counts those that it leaves out', () =>
    withBroker(async (broker, address) => {
      const first = await traveller(address);
      await first.subscribeAsync('a', { qos: 1 });
      await first.endAsync();
      const connection = broker.connect('status');
      for (let i = 0; i < MAX_QUEUE_MESSAGES + 5; i += 1) connection.publish('a', String(i), { qos: 1 });
      const { heard } = await collect(address, MAX_QUEUE_MESSAGES);
      assert.equal(heard.length, MAX_QUEUE_MESSAGES);
      assert.equal(heard.at(-1), String(MAX_QUEUE_MESSAGES - 1));
      assert.equal(broker.state().dropped, 5);
    }));

  it('keeps so many bytes and no more', () =>
    withBroker(async (broker, address) => {
      const first = await traveller(address);
      await first.subscribeAsync('a', { qos: 1 });
      await first.endAsync();
      const connection = broker.connect('status');
      for (let i = 0; i < 5; i += 1) connection.publish('a', Buffer.alloc(1_000_000, 65 + i), { qos: 1 });
      const { heard } = await collect(address, 4);
      assert.deepEqual(
        heard.map((text) => text[0]),
        ['A', 'B', 'C', 'D'],
      );
    }));

  it('is refused to the client of one user too many', () =>
    withBroker(async (broker, address) => {
      for (let i = 0; i < MAX_SESSIONS_PER_USER; i += 1) {
        await (await traveller(address, { clientId: `client-${i}` })).endAsync();
      }
      await assert.rejects(traveller(address, { clientId: 'one-more' }), { code: 3 });
      assert.equal(broker.state().refused?.sessions, 1);
      await (await traveller(address, { clientId: 'client-0' })).endAsync();
      const healthy = await Listener.on(address, 'a');
      await healthy.close();
    }));
});
