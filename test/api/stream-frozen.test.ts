import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { httpListener } from '../../lib/api';
import { MOST_WAITING_NEWS, STREAM_IDLE_MS, STREAM_PIECE_BYTES, STREAM_STALL_MS } from '../../lib/api/limits';
import { type EventKind, StreamEvent } from '../../lib/api/stream/event';
import { furthestBehind } from '../../lib/api/stream/furthest-behind';
import { StreamHub } from '../../lib/api/stream/hub';
import { Pace } from '../../lib/api/stream/pace';
import { StreamReader } from '../../lib/api/stream/reader';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';
import { Reader } from './stream-client';

const TICKS = 30;
const MIB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A snapshot of 2 MiB. */
function largeSnapshot(sequence: number) {
  const snapshot = optimizedSnapshot(sequence);
  snapshot.nodes[0]!.name = 'x'.repeat(2 * MIB);
  return snapshot;
}

describe('a frozen reader of the live stream', () => {
  it('delays nobody, holds next to nothing, and gets the newest when it reads on', async () => {
    const { api } = await testApi();
    const answers: ServerResponse[] = [];
    const listener = httpListener(api);
    const server = createServer((request, response) => {
      answers.push(response);
      listener(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const frozen = await freeze(port);
    const reader = await Reader.open(port, '/stream?events=state');
    api.store.accept(largeSnapshot(1));
    await reader.count(1);
    reader.events.length = 0;
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    for (let sequence = 2; sequence <= TICKS; sequence++) {
      api.store.accept(largeSnapshot(sequence));
      await reader.count(1);
      assert.equal(reader.events.pop()!.data.sequence, sequence);
      assert.ok(answers[0]!.writableLength <= 2 * STREAM_PIECE_BYTES, `${answers[0]!.writableLength}`);
    }
    assert.ok(answers[0]!.writableLength > 0, 'it is frozen');
    collectGarbage();
    const grown = process.memoryUsage().arrayBuffers - before;
    assert.ok(grown < 16 * MIB, `${Math.round(grown / MIB)} MiB of ${2 * TICKS} are held`);
    const got = await thaw(frozen, TICKS);
    assert.ok(got.length < 10, `${got} came late`);
    const frozenAgain = await freeze(port);
    api.store.accept(largeSnapshot(TICKS + 1));
    await reader.count(1);
    api.close();
    frozenAgain.resume();
    await once(frozenAgain, 'close');
    reader.leave();
    frozen.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** A connection that has asked for the stream, and reads no more. */
async function freeze(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /stream?events=state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await once(socket, 'readable');
  return socket;
}

/** Reads on until that state comes; gives the states that came. */
async function thaw(socket: Socket, last: number): Promise<number[]> {
  let text = '';
  const states: number[] = [];
  for await (const chunk of socket) {
    text = text.slice(-100) + chunk;
    for (const [, sequence] of text.matchAll(/"sequence":(\d+)/g)) {
      if (states.at(-1) !== Number(sequence)) states.push(Number(sequence));
    }
    if (states.at(-1) === last) break;
  }
  return states;
}

/** A reader on a connection that takes what it is told to. */
function readerOn() {
  const clock = { ms: 0 };
  const written: string[] = [];
  let free: (() => void) | undefined;
  let frozen = false;
  const connection = new Writable({
    highWaterMark: 1,
    write: (chunk, _, done) => {
      written.push(chunk.toString());
      if (frozen) free = done;
      else done();
    },
  });
  const kinds = new Set<EventKind>(['state', 'alarm']);
  const reader = new StreamReader(connection, kinds, { pace: new Pace(MIB), now: () => clock.ms });
  const offer = (kind: EventKind, number: number) =>
    reader.offer(new StreamEvent(kind, number, 'a', () => Buffer.from(String(number))));
  const numbers = () => written.flatMap((text) => [...text.matchAll(/data: (.+)/g)].map(([, data]) => data));
  return {
    clock,
    connection,
    reader,
    written,
    offer,
    numbers,
    freeze: () => {
      frozen = true;
    },
    thaw: async () => {
      frozen = false;
      free?.();
      for (let turn = 0; turn < 1000; turn++) await setImmediate();
    },
  };
}

describe('a reader of the live stream', () => {
  it('keeps the newest state and the newest alarms while it waits, and says how many it lost', async () => {
    const { offer, numbers, freeze, thaw } = readerOn();
    freeze();
    offer('state', 1);
    await setImmediate();
    for (let number = 2; number <= 4 * MOST_WAITING_NEWS; number += 2) {
      offer('alarm', number);
      offer('state', number + 1);
    }
    await thaw();
    const kept = numbers();
    assert.equal(kept[0], '1');
    assert.equal(kept[1], `{"missed":${MOST_WAITING_NEWS}}`);
    assert.equal(kept.length, 2 + MOST_WAITING_NEWS + 1);
    assert.equal(kept.at(-1), String(4 * MOST_WAITING_NEWS + 1), 'the newest state');
    const alarms = kept.slice(2, -1).map(Number);
    assert.deepEqual([alarms[0], alarms.at(-1)], [2 * MOST_WAITING_NEWS + 2, 4 * MOST_WAITING_NEWS]);
  });

  it('gets the same bytes as every other', async () => {
    const event = new StreamEvent('state', 1, 'a', () => Buffer.from('{}'));
    assert.equal(await event.frame(), await event.frame());
    assert.equal(String(await event.frame()), 'id: a-1\nevent: state\ndata: {}\n\n');
  });

  it('leaves out an event that cannot be written', async () => {
    const { reader, offer, numbers } = readerOn();
    reader.offer(new StreamEvent('state', 1, 'a', () => Promise.reject(new Error('no'))));
    await setImmediate();
    offer('state', 2);
    await setImmediate();
    assert.deepEqual(numbers(), ['2']);
  });

  it('is sent a comment where nothing else is, and cut off where it takes nothing', async () => {
    const { clock, connection, reader, written, offer, freeze } = readerOn();
    clock.ms = STREAM_IDLE_MS - 1;
    await reader.beat();
    assert.deepEqual(written, []);
    clock.ms = STREAM_IDLE_MS;
    await reader.beat();
    await reader.beat();
    assert.deepEqual(written, [':\n\n']);
    freeze();
    offer('state', 1);
    await setImmediate();
    clock.ms += STREAM_STALL_MS - 1;
    await reader.beat();
    assert.equal(connection.destroyed, false);
    clock.ms += 1;
    await reader.beat();
    assert.equal(connection.destroyed, true);
    await once(connection, 'close');
    offer('state', 2);
    await setImmediate();
    assert.equal(written.length, 2);
  });

  it('is cut off where it is at the oldest of too many events, though it takes a little now and then', async () => {
    const readers = [1, 2, 2, 3].map((number) => {
      const slow = readerOn();
      slow.freeze();
      slow.offer('state', number);
      return slow.reader;
    });
    const idle = readerOn().reader;
    await setImmediate();
    const bytes = readers[0]!.underway!.frame.length;
    const [oldest, second] = readers;
    assert.deepEqual(furthestBehind([...readers, idle], 3 * bytes), []);
    assert.deepEqual(furthestBehind([...readers, idle], 2 * bytes), [oldest]);
    assert.deepEqual(furthestBehind([...readers, idle], bytes), [second, readers[2], oldest]);
    assert.deepEqual(furthestBehind([...readers, idle], 0).length, 3, 'never at the newest');
    for (const reader of readers) reader.close();
    assert.deepEqual(furthestBehind(readers, 0), [], 'whoever has gone holds nothing');
  });

  it('holds no more of the hub than the events on their way may take', async () => {
    const { api } = await testApi();
    const document = async () => Buffer.alloc(MIB);
    const hub = new StreamHub({
      instance: 'a',
      now: () => 0,
      state: document,
      risk: document,
      mostBytes: 2.5 * MIB,
    });
    const frozen: Writable[] = [];
    for (let sequence = 1; sequence <= 5; sequence++) {
      const connection = new Writable({
        highWaterMark: 1,
        write: (chunk, _, done) => chunk.length < 100 && done(),
      });
      frozen.push(connection);
      hub.open({ kinds: new Set(['state']), lastEventId: '', address: 'x' })(connection);
      api.store.accept(optimizedSnapshot(sequence));
      hub.tick(api.store.tick, []);
      for (let turn = 0; turn < 20; turn++) await setImmediate();
    }
    assert.deepEqual(
      frozen.map(({ destroyed }) => destroyed),
      [true, true, false, false, false],
    );
    hub.close();
    api.close();
  });
});
