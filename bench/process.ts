/** The whole process: event loop delay and memory while ticks run, and HTTP under load. */
import { setTimeout as wait } from 'node:timers/promises';
import { type HttpFigures, load, loadExpress } from './http';
import { BenchNodeRed } from './node-red';
import type { ProbeReading } from './probe';

const WATCHED_MS = 20_000;

export async function benchProcess(nodes: number): Promise<Record<string, number>> {
  const { quiet, state, http } = await watch(nodes);
  // Express has the machine to itself: Node-RED has ended.
  const express = await loadExpress(state);
  return {
    nodes,
    loop_p50_ms: round(quiet.p50_ms),
    loop_p99_ms: round(quiet.p99_ms),
    loop_max_ms: round(quiet.max_ms),
    rss_mb: Math.round(quiet.rss_mb),
    http_per_s: http.requests_per_s,
    http_p99_ms: http.p99_ms,
    http_errors: http.errors,
    express_per_s: express.requests_per_s,
    express_p99_ms: express.p99_ms,
    to_express: round(http.requests_per_s / express.requests_per_s),
  };
}

async function watch(nodes: number): Promise<{ quiet: ProbeReading; state: unknown; http: HttpFigures }> {
  const running = await BenchNodeRed.start(nodes);
  try {
    // The first ticks compile code.
    await wait(6_000);
    running.reset();
    await wait(WATCHED_MS);
    const quiet = await running.read();
    const state = await (await fetch(`${running.base}/api/grid/state`)).json();
    return { quiet, state, http: await load(`${running.base}/api/grid/state`) };
  } finally {
    await running.stop();
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
