import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect as openSocket } from 'node:net';
import mqtt from 'mqtt';
import { generate } from 'mqtt-packet';
import WebSocket from 'ws';
import { openBroker } from '../../lib/mqtt';
import { mayConnect } from '../../lib/mqtt/embedded/origins';
import { MAX_CONNECTIONS_PER_ADDRESS, MAX_PACKET_BYTES } from '../../lib/mqtt/limits';
import { makeCertificates } from './certificates';
import { connectPacket, Listener, portOf, ready, settings, stateOf } from './clients';

async function withWebSocket(
  body: (ws: string, tcp: string, broker: ReturnType<typeof openBroker>) => Promise<void>,
  embedded: object = {},
): Promise<void> {
  const broker = await ready(openBroker(settings({ embedded: { ws_port: 0, ...embedded } })));
  await stateOf(broker, ({ ws_address }) => ws_address !== undefined && portOf(ws_address) !== 0);
  const { ws_address = '', address } = broker.state();
  try {
    await body(ws_address, address, broker);
  } finally {
    await broker.close();
  }
}

const open = (address: string, protocols: string[] = ['mqtt'], options: object = {}) =>
  new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(address, protocols, options);
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });

const ended = (socket: WebSocket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

describe('the embedded broker over WebSocket', () => {
  it('serves clients beside those over TCP', () =>
    withWebSocket(async (ws, tcp) => {
      const near = await Listener.on(ws, 'a/#');
      const far = await mqtt.connectAsync(tcp);
      await far.publishAsync('a/1', 'from far', { qos: 1 });
      assert.equal((await near.topic('a/1')).text, 'from far');
      await near.client.publishAsync('a/2', 'x'.repeat(500_000), { qos: 2 });
      assert.equal((await near.topic('a/2')).text.length, 500_000);
      await near.close();
      await far.endAsync();
    }));

  it('takes packets that come in pieces, and many in one', () =>
    withWebSocket(async (ws) => {
      const socket = await open(ws);
      const answers: number[] = [];
      const pinged = new Promise<void>((resolve) => {
        socket.on('message', (data: Buffer) => {
          answers.push(...data);
          if (answers.length >= 8) resolve();
        });
      });
      const bytes = connectPacket('pieces', true);
      for (const byte of bytes) socket.send(Buffer.from([byte]));
      socket.send(Buffer.concat([generate({ cmd: 'pingreq' }), generate({ cmd: 'pingreq' })]));
      await pinged;
      assert.deepEqual(answers, [0x20, 2, 0, 0, 0xd0, 0, 0xd0, 0]);
      socket.terminate();
      await ended(socket);
    }));

  it('closes on what is no MQTT, and on packets and messages that are too long', () =>
    withWebSocket(async (ws) => {
      for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(MAX_PACKET_BYTES * 2)]) {
        const socket = await open(ws);
        socket.on('error', () => {});
        socket.send(bytes);
        await ended(socket);
      }
      const socket = await open(ws);
      socket.on('error', () => {});
      socket.send(connectPacket('long', true));
      socket.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
      await ended(socket);
    }));

  it('counts connections with those over TCP', () =>
    withWebSocket(async (ws, tcp, broker) => {
      const sockets = Array.from({ length: MAX_CONNECTIONS_PER_ADDRESS }, (_, i) => {
        const socket = openSocket(portOf(tcp), '127.0.0.1').on('error', () => {});
        socket.write(connectPacket(`client-${i}`, true));
        return once(socket, 'data').then(() => socket);
      });
      const there = await Promise.all(sockets);
      await assert.rejects(open(ws));
      assert.equal(broker.state().refused?.connections, 1);
      for (const socket of there) socket.destroy();
    }));

  it('wants the subprotocol, and answers HTTP with what it is', () =>
    withWebSocket(async (ws) => {
      await assert.rejects(open(ws, []), /400/);
      await assert.rejects(open(ws, ['chat']), /400/);
      const asked = request(ws.replace('ws:', 'http:')).end();
      const [answer] = await once(asked, 'response');
      assert.equal(answer.statusCode, 426);
      answer.resume();
    }));

  it('keeps out web pages from elsewhere', () =>
    withWebSocket(
      async (ws) => {
        const from = (origin: string) => open(ws, ['mqtt'], { origin });
        await assert.rejects(from('http://evil.example'), /403/);
        for (const origin of ['http://127.0.0.1:1880', 'https://dashboard.example']) {
          const socket = await from(origin);
          socket.terminate();
          await ended(socket);
        }
      },
      { ws_origins: ['https://dashboard.example'] },
    ));

  it('is with TLS where the broker is', async function () {
    const made = makeCertificates();
    if (made === undefined) return this.skip();
    await withWebSocket(
      async (ws) => {
        assert.match(ws, /^wss:/);
        const client = await mqtt.connectAsync(ws.replace('127.0.0.1', 'localhost'), { ca: made.ca });
        await client.endAsync();
      },
      { tls: made.server },
    );
    made.remove();
  });

  it('warns where its port is taken, and serves TCP all the same', () =>
    withWebSocket(async (ws) => {
      const broker = openBroker(settings({ embedded: { ws_port: portOf(ws) } }));
      await stateOf(broker, ({ warning }) => warning !== undefined);
      assert.match(broker.state().warning ?? '', /port cannot be opened.*EADDRINUSE/);
      await (await mqtt.connectAsync(broker.state().address)).endAsync();
      await broker.close();
    }));
});

describe('a web page', () => {
  for (const [origin, host, may] of [
    [undefined, 'anything', true],
    ['http://localhost:1880', 'localhost:9001', true],
    ['http://[::1]:1880', '[::1]:9001', true],
    ['http://192.168.1.5', '192.168.1.5:9001', true],
    ['http://localhost:1880', '127.0.0.1:9001', false],
    // A name that was made to lead here.
    ['http://evil.example', 'evil.example:9001', false],
    ['null', 'localhost:9001', false],
    ['http://evil.example', '', false],
    ['https://listed.example', 'plant.example:9001', true],
  ] as const) {
    it(`of ${origin ?? 'no origin'} ${may ? 'may' : 'may not'} connect to ${host || 'nothing'}`, () => {
      assert.equal(mayConnect({ origin, host }, ['https://listed.example']), may);
    });
  }
});
