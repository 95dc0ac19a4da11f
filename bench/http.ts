/** Requests per second and latencies of GET /api/grid/state while ticks run, beside a bare Express route. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import autocannon = require('autocannon');

const SECONDS = 8;
const CONNECTIONS = 16;

export interface HttpFigures {
  requests_per_s: number;
  p99_ms: number;
  errors: number;
}

export async function load(url: string): Promise<HttpFigures> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS });
  return {
    requests_per_s: Math.round(result.requests.average),
    p99_ms: result.latency.p99,
    errors: result.errors + result.non2xx,
  };
}

/** The same body from a bare Express route in a process of its own. */
export async function loadExpress(body: unknown): Promise<HttpFigures> {
  const child = fork(path.join(__dirname, 'express-server.js'));
  child.send({ body });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const figures = await load(`http://127.0.0.1:${port}/`);
  const exited = once(child, 'exit');
  child.kill();
  await exited;
  return figures;
}
