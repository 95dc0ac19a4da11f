/** The whole process under load: a grid that ticks every second, subscribers on its broker, clients on its API. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestFigures, RequestOrder } from './load-requests';
import type { SubscriberFigures, SubscriberOrder } from './load-subscribers';
import { BenchNodeRed } from './node-red';
import { rounded } from './timing';

const NODES = 1000;
const INTERVAL_S = 1;
const SUBSCRIBERS = 200;
const ARCHIVES = 10;
const REQUESTS_PER_S = 500;
const CONNECTIONS = 50;
const WATCHED_S = 60;

type Figures = Record<string, number>;

export async function benchLoad(): Promise<Record<string, Figures[]>> {
  const running = await BenchNodeRed.start(NODES, INTERVAL_S);
  const subscribers = fork(path.join(__dirname, 'load-subscribers.js'));
  const requests = fork(path.join(__dirname, 'load-requests.js'));
  try {
    const order: SubscriberOrder = { port: running.mqttPort, count: SUBSCRIBERS, archives: ARCHIVES };
    subscribers.send(order);
    await once(subscribers, 'message');
    // The first ticks compile code.
    await wait(10_000);
    return await watch(running, subscribers, requests);
  } finally {
    for (const child of [subscribers, requests]) await ended(child);
    await running.stop();
  }
}

async function watch(running: BenchNodeRed, subscribers: ChildProcess, requests: ChildProcess) {
  running.reset();
  subscribers.send('reset');
  const before = await counters(running.base);
  const order: RequestOrder = {
    url: running.base,
    per_s: REQUESTS_PER_S,
    connections: CONNECTIONS,
    seconds: WATCHED_S,
  };
  requests.send(order);
  const [http] = (await once(requests, 'message')) as [RequestFigures];
  const loop = await running.read();
  const after = await counters(running.base);
  subscribers.send('read');
  const [mqtt] = (await once(subscribers, 'message')) as [SubscriberFigures];
  const percentile = (sorted: readonly number[], share: number) =>
    sorted[Math.floor((sorted.length - 1) * share)] ?? -1;
  const tidy = (figures: Figures) =>
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value, 4)]));
  return {
    load: [
      tidy({
        nodes: NODES,
        interval_s: INTERVAL_S,
        watched_s: WATCHED_S,
        ticks: after.ticks - before.ticks,
        skipped_ticks: after.skipped - before.skipped,
        loop_p50_ms: loop.p50_ms,
        loop_p99_ms: loop.p99_ms,
        loop_max_ms: loop.max_ms,
        rss_mb: loop.rss_mb,
        load_average: loadavg()[0]!,
      }),
    ],
    load_mqtt: [
      tidy({
        subscribers: SUBSCRIBERS,
        with_snapshot: ARCHIVES,
        messages_per_s: mqtt.messages / WATCHED_S,
        mb_per_s: mqtt.bytes / WATCHED_S / 1e6,
        ticks: mqtt.ticks,
        ticks_at_every_subscriber: mqtt.complete_ticks,
        spread_p50_ms: percentile(mqtt.spread_ms, 0.5),
        spread_p99_ms: percentile(mqtt.spread_ms, 0.99),
        snapshot_spread_p99_ms: percentile(mqtt.archive_spread_ms, 0.99),
      }),
    ],
    load_http: [tidy({ connections: CONNECTIONS, ...http })],
  };
}

/** Ticks that came to the API, and those that the source or a stage left out. */
async function counters(base: string): Promise<{ ticks: number; skipped: number }> {
  const text = await (await fetch(`${base}/api/metrics`)).text();
  const sum = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return { ticks: sum('gridloom_ticks_total'), skipped: sum('gridloom_stage_skipped_total') };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
