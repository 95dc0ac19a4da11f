import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrokerState } from '../../../lib/mqtt';
import { portOf } from '../clients';
import { ATTACKS } from './attacks';
import { Pair } from './pair';

/** What `.ci/run` has the time for. */
const LONG = process.env.GRIDLOOM_LONG === '1';
const ATTACK_MS = LONG ? 10_000 : 2_000;

const MIB = 1024 * 1024;

/** What the broker may hold, whatever its clients do; and what its process may grow by, with what the allocator keeps. */
const MOST_HELD = 160 * MIB;
const MOST_GROWN = 512 * MIB;

type Memory = NodeJS.MemoryUsage & { state: BrokerState };

const place = (name: string) => path.join(__dirname, `${name}.js`);

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
    // Sessions and retained messages that the packets left are held, within their limits.
    assert.ok(grown < MOST_HELD, `memory grew by ${grown} bytes`);
  }).timeout(LONG ? 300_000 : 60_000);
});
