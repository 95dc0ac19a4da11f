/** What a publisher and a subscriber who behave see of the embedded broker while others attack it. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BrokerState } from '../lib/mqtt';
import { ATTACKS } from '../test/mqtt/hostile/attacks';
import { Pair } from '../test/mqtt/hostile/pair';
import { rounded } from './timing';

const ATTACK_MS = 10_000;
const LAG_RESOLUTION_MS = 5;
/** Against which each attack is held: the same pair, in the same minute, with nobody else. */
const BASELINE = 'nobody';

type Row = Record<string, number | string>;

const place = (name: string) => path.join(__dirname, '../test/mqtt/hostile', `${name}.js`);

export async function benchHostile(): Promise<Record<string, Row[]>> {
  const broker = fork(place('broker-process'));
  try {
    const { address } = (await once(broker, 'message'))[0] as BrokerState;
    await figuresOf(broker, address, BASELINE); // compiles code
    const rows: Row[] = [];
    for (const attack of Object.keys(ATTACKS).filter((name) => name !== BASELINE)) {
      const alone = await figuresOf(broker, address, BASELINE);
      const attacked = await figuresOf(broker, address, attack);
      rows.push({
        attack,
        ...attacked,
        baseline_p99_ms: alone.p99_ms,
        p99_ratio: rounded(attacked.p99_ms / alone.p99_ms, 2),
        load_average: rounded(loadavg()[0]!, 2),
      });
    }
    return { hostile: rows };
  } finally {
    broker.send('close');
    await once(broker, 'exit');
  }
}

async function figuresOf(broker: ChildProcess, address: string, attack: string) {
  const pair = await Pair.on(address);
  const { port } = new URL(address);
  const hostile = spawn(process.execPath, [place('clients-process'), port, attack, String(ATTACK_MS)]);
  // How late this process itself is, for want of a core: no broker can be quicker than that.
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  await pair.publishWhile(once(hostile, 'exit'));
  lag.disable();
  const lost = (await pair.lost()).length;
  const { delays, p99 } = pair;
  await pair.close();
  broker.send('memory');
  const [{ rss }] = (await once(broker, 'message')) as [NodeJS.MemoryUsage];
  const sorted = delays.toSorted((a, b) => a - b);
  return {
    messages: delays.length,
    lost,
    p50_ms: rounded(sorted[Math.floor(sorted.length / 2)] ?? -1, 3),
    p99_ms: rounded(p99, 3),
    max_ms: rounded(sorted.at(-1) ?? -1, 3),
    own_lag_p99_ms: rounded(Math.max(0, lag.percentile(99) / 1e6 - LAG_RESOLUTION_MS), 3),
    rss_mb: rounded(rss / 1e6, 3),
  };
}
