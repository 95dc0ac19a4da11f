import assert from 'node:assert/strict';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import { Allowance } from '../../lib/mqtt/embedded/allowance';
import { GuardedSocket } from '../../lib/mqtt/embedded/guarded-socket';
import { Statistics } from '../../lib/mqtt/embedded/statistics';
import { Turns, type TurnTaking, type Waiting } from '../../lib/mqtt/embedded/turns';
import {
  BYTES_PER_SECOND,
  COST_PER_SECOND,
  MAX_CONTROL_PACKET_BYTES,
  PACKETS_AT_ONCE,
} from '../../lib/mqtt/limits';
import { connectPacket } from './clients';

const PING = generate({ cmd: 'pingreq' });
const ACK = generate({ cmd: 'puback', messageId: 1 });
const publish = (bytes: number) =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(bytes), qos: 0, retain: false, dup: false });

function guarded(turns: TurnTaking = new Turns()) {
  const [client, server] = duplexPair();
  const statistics = new Statistics();
  const socket = new GuardedSocket(server, { address: '' }, statistics, turns);
  socket.open();
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

  it('waits for what all clients cost together where it is large', async () => {
    const light: boolean[] = [];
    const turns: TurnTaking = {
      ask: (waiting, isLight) => {
        light.push(isLight);
        void setImmediate().then(() => waiting.go());
      },
      leave() {},
      spend() {},
    };
    const { client, socket } = guarded(turns);
    client.end(Buffer.concat([HELLO, publish(5_000), publish(10_000)]));
    await once(socket, 'end');
    assert.deepEqual(light, [true, true, false]);
  });

  it('is read more slowly where it is many packets, and all of it comes through in the end', async () => {
    // Alone in the world: only its own limit holds it up.
    const alone = {
      ask: (waiting: Waiting) => void setImmediate().then(() => waiting.go()),
      leave() {},
      spend() {},
    };
    const { client, passed, socket } = guarded(alone);
    const pings = Buffer.concat(Array.from({ length: PACKETS_AT_ONCE * 4 }, () => PING));
    client.end(Buffer.concat([HELLO, pings]));
    for (let turn = 0; turn < PACKETS_AT_ONCE; turn += 1) await setImmediate();
    const atOnce = (passed() - HELLO.length) / PING.length;
    assert.ok(atOnce < PACKETS_AT_ONCE * 2, `${atOnce} passed at once`);
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

  it('costs by its kind and length', async () => {
    const filters = Array.from({ length: 100 }, (_, i) => ({ topic: `topic/${i}`, qos: 0 as const }));
    const many = generate({ cmd: 'subscribe', messageId: 1, subscriptions: filters });
    for (const [bytes, cost] of [
      [PING, 1],
      [ACK, 0.1],
      [publish(16_384), 9],
      [many, 1 + many.length / 8],
    ] as const) {
      let spent = 0;
      const { client, socket } = guarded({
        ask: (waiting) => void setImmediate().then(() => waiting.go()),
        leave: () => {},
        spend: (_client, more) => {
          spent += more;
        },
      });
      client.end(Buffer.concat([HELLO, ...Array.from({ length: 20 }, () => bytes)]));
      await once(socket, 'end');
      assert.ok(Math.abs((spent - 1) / 20 - cost) < 0.5, `${spent}`);
    }
  });

  it('counts more where it caused much', async () => {
    const { client, passed, socket } = guarded();
    socket.charge(PACKETS_AT_ONCE);
    client.end(Buffer.concat([HELLO, PING]));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    // The header of CONNECT, as what follows a header waits.
    assert.equal(passed(), 2);
    await once(socket, 'end');
    assert.equal(passed(), HELLO.length + PING.length);
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

describe('turns', () => {
  class Client implements Waiting {
    constructor(
      private readonly name: string,
      private readonly order: string[],
    ) {}
    go(): void {
      this.order.push(this.name);
    }
  }

  it('go first to those who have cost least', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const clients = ['much', 'some', 'little'].map((name) => new Client(name, order));
    for (const [i, cost] of [20, 10, 0].entries()) turns.spend(clients[i] as Client, cost);
    for (const client of clients) turns.ask(client, false);
    while (order.length < 3) await setImmediate();
    assert.deepEqual(order, ['little', 'some', 'much']);
  });

  it('are not saved up by those who did nothing', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const busy = new Client('busy', order);
    for (let i = 0; i < 5; i += 1) {
      turns.spend(busy, 10);
      turns.ask(busy, false);
      while (order.length <= i) await setImmediate();
    }
    // New: goes first once, and then they take turns.
    const late = new Client('late', order);
    order.length = 0;
    for (let i = 0; i < 4; i += 1) {
      turns.ask(busy, false);
      turns.ask(late, false);
      while (order.length < 2 * (i + 1)) await setImmediate();
      turns.spend(busy, 10);
      turns.spend(late, 10);
    }
    assert.equal(order.filter((name) => name === 'late').length, 4);
  });

  it('come at once to those who send little, whatever the others cost', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const [costly, light] = ['costly', 'light'].map((name) => new Client(name, order)) as [Client, Client];
    turns.spend(costly, COST_PER_SECOND);
    turns.ask(costly, false);
    turns.ask(light, true);
    await setImmediate();
    await setImmediate();
    assert.deepEqual(order, ['light']);
    turns.leave(costly);
  });

  it('are for nobody who left', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const gone = new Client('gone', order);
    const there = new Client('there', order);
    turns.ask(gone, false);
    turns.ask(there, false);
    turns.leave(gone);
    while (order.length < 1) await setImmediate();
    await setImmediate();
    assert.deepEqual(order, ['there']);
  });
});
