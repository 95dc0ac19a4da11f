import assert from 'node:assert/strict';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import { Allowance } from '../../lib/mqtt/embedded/allowance';
import { GuardedSocket } from '../../lib/mqtt/embedded/guarded-socket';
import { Statistics } from '../../lib/mqtt/embedded/statistics';
import { BYTES_PER_SECOND, MAX_CONTROL_PACKET_BYTES, PACKETS_AT_ONCE } from '../../lib/mqtt/limits';
import { connectPacket } from './clients';

const PING = generate({ cmd: 'pingreq' });
const ACK = generate({ cmd: 'puback', messageId: 1 });
const publish = (bytes: number) =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(bytes), qos: 0, retain: false, dup: false });

function guarded() {
  const [client, server] = duplexPair();
  const statistics = new Statistics();
  const socket = new GuardedSocket(server, { address: '' }, statistics);
  let passed = 0;
  socket.on('data', (chunk: Buffer) => {
    passed += chunk.length;
  });
  socket.on('error', () => {});
  return { client, socket, statistics, passed: () => passed };
}

const HELLO = connectPacket('hasty', true);

describe('what a client sends', () => {
  it('passes as a whole where it is little', async () => {
    const { client, passed, socket } = guarded();
    client.end(Buffer.concat([HELLO, PING, publish(1000)]));
    await once(socket, 'end');
    assert.equal(passed(), HELLO.length + PING.length + publish(1000).length);
  });

  it('is read more slowly where it is many packets, and all of it comes through in the end', async () => {
    const { client, passed, socket } = guarded();
    const pings = Buffer.concat(Array.from({ length: PACKETS_AT_ONCE * 2 }, () => PING));
    client.end(Buffer.concat([HELLO, pings]));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    const atOnce = (passed() - HELLO.length) / PING.length;
    assert.ok(atOnce >= PACKETS_AT_ONCE - 1 && atOnce < PACKETS_AT_ONCE * 1.5, `${atOnce} passed at once`);
    await once(socket, 'end');
    assert.equal(passed(), HELLO.length + pings.length);
  });

  it('is read more slowly where it is many bytes', async () => {
    const { client, passed, socket } = guarded();
    client.write(HELLO);
    const packet = publish(BYTES_PER_SECOND / 2);
    for (let i = 0; i < 4; i += 1) client.write(packet);
    client.end();
    while (passed() < HELLO.length + 3 * packet.length) await setImmediate();
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    assert.ok(passed() < HELLO.length + 4 * packet.length);
    await once(socket, 'end');
    assert.equal(passed(), HELLO.length + 4 * packet.length);
  });

  it('may be more acknowledgements than other packets', async () => {
    const { client, passed } = guarded();
    const acks = Buffer.concat(Array.from({ length: PACKETS_AT_ONCE * 4 }, () => ACK));
    client.write(Buffer.concat([HELLO, acks]));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    assert.equal(passed(), HELLO.length + acks.length);
  });

  it('counts more where it caused much', async () => {
    const { client, passed, socket } = guarded();
    socket.charge(PACKETS_AT_ONCE);
    client.end(Buffer.concat([HELLO, PING]));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    assert.equal(passed(), HELLO.length);
    await once(socket, 'end');
  });

  for (const [what, bytes] of [
    ['anything before CONNECT', PING],
    ['a PUBLISH before CONNECT', publish(1)],
    ['a long SUBSCRIBE', Buffer.concat([HELLO, longPacket(0x82)])],
    ['a long CONNECT', longPacket(0x10)],
  ] as const) {
    it(`may not be ${what}`, async () => {
      const { client, socket, statistics } = guarded();
      client.write(bytes);
      await new Promise<void>((resolve) => socket.once('close', () => resolve()));
      assert.deepEqual(statistics.refused, { packet: 1 });
    });
  }
});

/** The header of a packet that is longer than one that controls may be. */
function longPacket(type: number): Buffer {
  const length = MAX_CONTROL_PACKET_BYTES + 1;
  return Buffer.from([type, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14]);
}

describe('an allowance', () => {
  it('is earned with time, up to its most, and its debts are waited for', () => {
    const allowance = new Allowance(100, 50, 0);
    assert.equal(allowance.wait(0), 0);
    allowance.spend(50);
    assert.ok(allowance.wait(0) > 0);
    assert.equal(allowance.wait(10), 0);
    allowance.spend(201);
    assert.equal(allowance.wait(10), 2001);
    assert.equal(allowance.wait(2_011), 0);
    assert.equal(allowance.wait(1e9), 0);
    allowance.spend(50);
    assert.ok(allowance.wait(1e9) > 0);
  });
});
