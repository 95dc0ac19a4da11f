import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import type { BrokerState } from '../../../lib/mqtt';
import { portOf } from '../clients';
import { ATTACKS } from './attacks';

/** What `.ci/run` has the time for. */
const LONG = process.env.GRIDLOOM_LONG === '1';
const ATTACK_MS = LONG ? 10_000 : 2_000;

const MIB = 1024 * 1024;

/** What the broker may hold, whatever its clients do; and what its process may grow by, with what the allocator keeps. */
const MOST_HELD = 160 * MIB;
const MOST_GROWN = 512 * MIB;

type Memory = NodeJS.MemoryUsage & { state: BrokerState };

const place = (name: string) => path.join(__dirname, `${name}.js`);

/** A publisher and a subscriber who behave, and what comes of their messages. */
class Pair {
  private sent = 0;
  private readonly heard: number[] = [];
  readonly delays: number[] = [];

  private constructor(
    private readonly publisher: MqttClient,
    private readonly subscriber: MqttClient,
  ) {
    subscriber.on('message', (_topic, payload) => {
      const [number, at] = payload.toString().split(' ').map(Number) as [number, number];
      this.heard.push(number);
      this.delays.push(performance.now() - at);
    });
  }

  static async on(address: string): Promise<Pair> {
    const enter = (clientId: string) =>
      mqtt.connectAsync(address, { clientId, username: 'healthy', password: 'secret', reconnectPeriod: 0 });
    const pair = new Pair(await enter('publisher'), await enter('subscriber'));
    await pair.subscriber.subscribeAsync('healthy/#', { qos: 1 });
    return pair;
  }

  /** Fifty messages a second, of both kinds of quality, until the other is done. */
  async publishWhile(busy: Promise<unknown>): Promise<void> {
    let done = false;
    void busy.finally(() => {
      done = true;
    });
    while (!done) {
      this.publisher.publish('healthy/a', `${this.sent} ${performance.now()}`, {
        qos: this.sent % 2 === 0 ? 0 : 1,
      });
      this.sent += 1;
      await wait(20);
    }
  }

  /** Waits for all messages, as long as the test may take; gives those that did not come before a connection ended. */
  async lost(): Promise<number[]> {
    while (this.heard.length < this.sent) {
      if (!this.publisher.connected || !this.subscriber.connected) break;
      await wait(20);
    }
    const there = new Set(this.heard);
    return Array.from({ length: this.sent }, (_, number) => number).filter((number) => !there.has(number));
  }

  /** The delay in ms that 99 of 100 messages kept below. */
  get p99(): number {
    return this.delays.toSorted((a, b) => a - b)[Math.floor(this.delays.length * 0.99)] ?? 0;
  }

  get connected(): boolean {
    return this.publisher.connected && this.subscriber.connected;
  }

  async close(): Promise<void> {
    await this.publisher.endAsync(true);
    await this.subscriber.endAsync(true);
  }
}

const inUse = ({ heapUsed, external }: NodeJS.MemoryUsage) => heapUsed + external;
const mib = (bytes: number) => (bytes / MIB).toFixed(0);

describe('next to hostile clients, those who behave lose nothing', () => {
  let broker: ChildProcess;
  let address: string;
  let atFirst: Memory;

  const memory = async (): Promise<Memory> => {
    broker.send('memory');
    return (await once(broker, 'message'))[0] as Memory;
  };

  before(async () => {
    broker = fork(place('broker-process'), { execArgv: ['--expose-gc'] });
    ({ address } = (await once(broker, 'message'))[0] as BrokerState);
    const warm = await Pair.on(address);
    await warm.publishWhile(wait(200));
    await warm.close();
    atFirst = await memory();
  });

  after(async () => {
    broker.send('close');
    await once(broker, 'exit');
  });

  for (const attack of Object.keys(ATTACKS)) {
    it(`${attack}`, async function () {
      const pair = await Pair.on(address);
      const hostile = spawn(process.execPath, [
        place('clients-process'),
        String(portOf(address)),
        attack,
        String(ATTACK_MS),
      ]);
      await pair.publishWhile(once(hostile, 'exit'));
      assert.deepEqual(await pair.lost(), []);
      assert.ok(pair.connected);
      const { p99 } = pair;
      await pair.close();
      const { state, ...now } = await memory();
      const held = inUse(now) - inUse(atFirst);
      const grown = now.rss - atFirst.rss;
      const figures = `p99 ${p99.toFixed(0)} ms, holds +${mib(held)} MiB, process +${mib(grown)} MiB`;
      this.test!.title += ` (${figures})`;
      if (process.env.GRIDLOOM_FIGURES !== undefined) {
        console.log(figures, JSON.stringify(state.refused), state.dropped);
      }
      assert.ok(held < MOST_HELD && grown < MOST_GROWN, figures);
    }).timeout(ATTACK_MS + 30_000);
  }
});

describe('spoilt packets of every kind', () => {
  const packets = LONG ? 100_000 : 10_000;

  it(`do no harm: ${packets} of them`, async () => {
    const fuzz = spawn(process.execPath, ['--expose-gc', place('fuzz-process'), String(packets), '5']);
    const said: Buffer[] = [];
    const complaints: Buffer[] = [];
    fuzz.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    fuzz.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    const [code] = await once(fuzz, 'close');
    assert.equal(code, 0, Buffer.concat(complaints).toString());
    const { received, alive, error, grown } = JSON.parse(Buffer.concat(said).toString());
    assert.ok(received >= packets);
    assert.ok(alive, 'a new client is served');
    assert.equal(error, undefined);
    assert.ok(grown < 32 * MIB, `memory grew by ${grown} bytes`);
  }).timeout(LONG ? 300_000 : 60_000);
});
