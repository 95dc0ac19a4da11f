import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, connect as openSocket } from 'node:net';
import mqtt from 'mqtt';
import { generate } from 'mqtt-packet';
import { openBroker, type Received } from '../../lib/mqtt';
import {
  MAX_CLIENT_BACKLOG_BYTES,
  MAX_CONNECTIONS_PER_ADDRESS,
  MAX_PACKET_BYTES,
} from '../../lib/mqtt/limits';
import { connectPacket, Listener, portOf, rawClient, ready, settings, stateOf, withBroker } from './clients';
import { RawClient } from './raw-client';

const subscribe = (topic: string, qos: 0 | 1) =>
  generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] });
const publish = (topic: string, payload: string | Buffer, retain = false) =>
  generate({ cmd: 'publish', topic, payload, retain, qos: 0, dup: false });

/** CONNECT with an empty client id and without the clean-session flag, which no MQTT library would write. */
const NAMELESS_WITH_SESSION = Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0, 0, 0, 0, 0]);

async function isLetIn(address: string): Promise<boolean> {
  const socket = openSocket(portOf(address), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(connectPacket('newcomer', true));
  const answered = await Promise.race([
    once(socket, 'data').then(() => true),
    once(socket, 'close').then(() => false),
  ]);
  socket.destroy();
  return answered;
}

describe('the embedded broker', () => {
  it('serves clients that come before it is ready', async () => {
    const broker = openBroker(settings());
    await stateOf(broker, ({ address }) => portOf(address) !== 0);
    const listener = await Listener.on(broker.state().address, 'a');
    listener.client.publish('a', 'hello');
    assert.equal((await listener.topic('a')).text, 'hello');
    await listener.close();
    await broker.close();
  });

  it('names a port that is taken, and opens it once it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const broker = openBroker(settings({ port }));
    await stateOf(broker, ({ error }) => error !== undefined);
    const { connected, error } = broker.state();
    assert.equal(connected, false);
    assert.match(
      error ?? '',
      new RegExp(`port cannot be opened: 127.0.0.1:${port}; got "EADDRINUSE".*another port`),
    );
    assert.equal(broker.connect('status').publish('a', 'b'), false);
    other.close();
    await ready(broker);
    assert.equal(broker.state().error, undefined);
    await broker.close();
  });

  it('can be closed while its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const broker = openBroker(settings({ port: (other.address() as { port: number }).port }));
    await stateOf(broker, ({ error }) => error !== undefined);
    await broker.close();
    other.close();
    await once(other, 'close');
  });

  it('takes over the same port after a redeploy and leaves no socket behind', async () => {
    let port = 0;
    for (let deploy = 0; deploy < 5; deploy += 1) {
      const broker = await ready(openBroker(settings({ port })));
      const { address } = broker.state();
      port = portOf(address);
      const healthy = await Listener.on(address, 'a');
      const silent = openSocket(port, '127.0.0.1');
      await once(silent, 'connect');
      const ended = [once(healthy.client.stream, 'close'), once(silent.resume(), 'close')];
      await broker.close();
      await Promise.all(ended);
      await healthy.close();
    }
    await assert.rejects(once(openSocket(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' });
  });

  it('counts its clients', () =>
    withBroker(async (broker, address) => {
      const listener = await Listener.on(address);
      assert.equal(broker.state().clients, 1);
      await listener.close();
    }));

  it('lets in only those who give its credentials', () =>
    withBroker(
      async (_broker, address) => {
        const enter = (options: object) => mqtt.connectAsync(address, { reconnectPeriod: 0, ...options });
        // Not authorized: without a name there is nothing to check.
        await assert.rejects(enter({}), { code: 5 });
        await assert.rejects(enter({ username: 'grid', password: 'wrong' }), { code: 4 });
        const client = await enter({ username: 'grid', password: 'secret' });
        await client.endAsync(true);
      },
      { username: 'grid', password: 'secret' },
    ));
});

describe('the embedded broker delivers', () => {
  /** aedes 1.2 by itself takes the first of them for a duplicate, as the second one overtakes it inside. */
  it('a retained message and a plain one that follows on its heels', () =>
    withBroker(async (_broker, address) => {
      const listener = await Listener.on(address, 'a/#');
      const sender = await rawClient(address, 'sender');
      sender.write(Buffer.concat([publish('a/retained', '1', true), publish('a/plain', '2')]));
      await listener.topic('a/plain');
      await listener.topic('a/retained');
      sender.destroy();
      await listener.close();
    }));

  it('a message of the publisher at QoS 1 that one at QoS 0 overtakes', () =>
    withBroker(async (broker, address) => {
      const listener = await Listener.on(address, 'a/#');
      const connection = broker.connect('status');
      for (let i = 0; i < 50; i += 1) connection.publish(`a/${i}`, '', { qos: i % 2 === 0 ? 1 : 0 });
      for (let i = 0; i < 50; i += 1) await listener.topic(`a/${i}`);
      await listener.close();
    }));

  it('what is retained to a publisher, though a client before was granted nothing', () =>
    withBroker(async (broker, address) => {
      const client = await RawClient.connect(address);
      client.publish('kept/a', 'there', { retain: true });
      assert.deepEqual(await client.subscribe(['$share/group/a', 1]), [128]);
      await client.disconnect();
      const { topic, payload } = await new Promise<Received>((resolve) =>
        broker.connect('status').subscribe('kept/#', resolve),
      );
      assert.deepEqual([topic, payload.toString()], ['kept/a', 'there']);
    }));

  it('a message once to overlapping subscriptions', () =>
    withBroker(async (_broker, address) => {
      const listener = await Listener.on(address, 'a/#', 'a/+', 'a/b', '#');
      for (const text of ['1', '2', '3']) listener.client.publish('a/b', text);
      listener.client.publish('end', '');
      await listener.topic('end');
      assert.deepEqual(listener.heard.map(({ text }) => text).filter(Boolean), ['1', '2', '3']);
      await listener.close();
    }));
});

describe('the embedded broker protects itself', () => {
  it('from a subscriber that never reads: the others go on, and it loses QoS 0 messages', () =>
    withBroker(async (broker, address) => {
      const healthy = await Listener.on(address, 'grid/snapshot');
      const frozen = await rawClient(address, 'frozen');
      frozen.write(subscribe('grid/snapshot', 0));
      await once(frozen, 'data');
      frozen.pause();
      const connection = broker.connect('status');
      const snapshot = Buffer.alloc(MAX_CLIENT_BACKLOG_BYTES / 16);
      // Enough to fill the sockets' buffers, the backlog, and then aedes' own hundred messages under way.
      for (let tick = 0; tick < 400; tick += 1) {
        connection.publish('grid/snapshot', snapshot, { retain: true });
        await healthy.topic('grid/snapshot');
        healthy.forget();
      }
      assert.ok(broker.state().dropped > 0);
      assert.equal(broker.state().clients, 2);
      frozen.destroy();
      await healthy.close();
    }));

  it('from a subscriber that never reads what it was promised: it has to come again', () =>
    withBroker(async (broker, address) => {
      const healthy = await Listener.on(address, 'grid/+');
      const frozen = await rawClient(address, 'frozen');
      frozen.write(subscribe('grid/+', 1));
      await once(frozen, 'data');
      frozen.pause();
      const connection = broker.connect('status');
      const payload = Buffer.alloc(MAX_CLIENT_BACKLOG_BYTES / 16);
      for (let tick = 0; tick < 400 && broker.state().clients === 2; tick += 1) {
        connection.publish('grid/alarm', payload, { qos: 1 });
        await healthy.topic('grid/alarm');
        healthy.forget();
      }
      assert.equal(broker.state().clients, 1);
      await healthy.close();
    }));

  it('and still replays more retained messages than a backlog holds', () =>
    withBroker(async (broker, address) => {
      const connection = broker.connect('status');
      const count = 40;
      const payload = Buffer.alloc(MAX_CLIENT_BACKLOG_BYTES / 8);
      for (let i = 0; i < count; i += 1) connection.publish(`grid/${i}`, payload, { retain: true });
      const late = await Listener.on(address, 'grid/+');
      for (let i = 0; i < count; i += 1) await late.topic(`grid/${i}`);
      await late.close();
    }));

  it('from a packet that is too long: only its sender is closed', () =>
    withBroker(async (broker, address) => {
      const healthy = await Listener.on(address, 'a');
      const sender = await rawClient(address, 'sender');
      const closed = once(sender, 'close');
      const packet = publish('a', Buffer.alloc(MAX_PACKET_BYTES));
      // The header alone suffices.
      sender.write(packet.subarray(0, 64));
      await closed;
      healthy.client.publish('a', 'still here');
      assert.equal((await healthy.topic('a')).text, 'still here');
      assert.equal(broker.state().clients, 1);
      await healthy.close();
    }));

  it('from bytes that are not MQTT', () =>
    withBroker(async (_broker, address) => {
      const healthy = await Listener.on(address, 'a');
      const socket = openSocket(portOf(address), '127.0.0.1').resume();
      socket.on('error', () => {});
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(socket, 'close');
      healthy.client.publish('a', 'still here');
      await healthy.topic('a');
      await healthy.close();
    }));

  it('from more connections than it allows', () =>
    withBroker(async (_broker, address) => {
      const sockets = await Promise.all(
        Array.from({ length: MAX_CONNECTIONS_PER_ADDRESS }, (_, i) => rawClient(address, `client-${i}`)),
      );
      const extra = openSocket(portOf(address), '127.0.0.1').resume();
      extra.on('error', () => {});
      await once(extra, 'close');
      sockets[0]?.destroy();
      // Let in as soon as the broker has seen that one left.
      while (!(await isLetIn(address)));
      for (const socket of sockets) socket.destroy();
    }));

  it('by refusing shared subscriptions, which it could not serve', () =>
    withBroker(async (_broker, address) => {
      const listener = await Listener.on(address, 'a');
      await assert.rejects(listener.client.subscribeAsync('$share/group/a'), /Unspecified error|refused|128/);
      listener.client.publish('a', 'still here');
      await listener.topic('a');
      await listener.close();
    }));

  it('by refusing an empty client id that asks for a session', () =>
    withBroker(async (_broker, address) => {
      const socket = openSocket(portOf(address), '127.0.0.1');
      socket.write(NAMELESS_WITH_SESSION);
      const [answer] = await once(socket, 'data');
      // CONNACK, no session, identifier rejected: MQTT 3.1.1, section 3.2.2.3.
      assert.deepEqual([...(answer as Buffer)], [0x20, 2, 0, 2]);
      await once(socket.resume(), 'close');
    }));
});

describe('settings of a broker', () => {
  for (const [setting, value] of [
    ['mode', 'both'],
    ['port', -1],
    ['port', 65_536],
    ['port', 1883.5],
    ['port', Number.NaN],
    ['host', ''],
  ] as const) {
    it(`cannot be ${setting} ${JSON.stringify(value)}`, () => {
      assert.throws(() => openBroker(settings({ [setting]: value })), {
        code: 'INVALID_SETTING',
        message: new RegExp(`grid-broker.${setting}`),
      });
    });
  }

  for (const url of ['', 'broker:1883', 'http://broker', 'mqtt://']) {
    it(`cannot be url ${JSON.stringify(url)}`, () => {
      assert.throws(() => openBroker(settings({ mode: 'external', url })), {
        code: 'INVALID_SETTING',
        message: /grid-broker.url/,
      });
    });
  }

  it('are not told with the password in them', () => {
    assert.throws(
      () => openBroker(settings({ mode: 'external', url: 'http://user:secret@broker' })),
      (error: Error) => !error.message.includes('secret'),
    );
  });
});
