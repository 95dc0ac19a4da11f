/** HTTP clients in a process of their own: each asks for what a screen shows, in turn, compressed, and keeps no copies. */
import autocannon = require('autocannon');

export interface RequestOrder {
  url: string;
  per_s: number;
  connections: number;
  seconds: number;
}

export interface RequestFigures {
  per_s: number;
  mb_per_s: number;
  p50_ms: number;
  p99_ms: number;
  max_ms: number;
  errors: number;
}

const PATHS = [
  '/api/v1/grid/state',
  '/api/v1/grid/state?fields=metrics',
  '/api/v1/grid/risk',
  '/api/v1/grid/node/S1',
  '/api/v1/grid/paths?fields=plan,loss_after_mw',
  '/api/v1/grid/history?metric=loss&limit=100',
  '/api/v1/grid/data-source',
  '/api/v1/health',
];

process.on('message', async ({ url, per_s, connections, seconds }: RequestOrder) => {
  const requests = PATHS.map((path) => ({ path, headers: { 'accept-encoding': 'gzip' } }));
  // At the beginning of each second every connection sends its share, one request after another: harder than spread
  // evenly. Latencies count what a connection would have waited besides (coordinated omission).
  const result = await autocannon({ url, connections, duration: seconds, overallRate: per_s, requests });
  const figures: RequestFigures = {
    per_s: result.requests.average,
    mb_per_s: result.throughput.average / 1e6,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    max_ms: result.latency.max,
    errors: result.errors + result.timeouts + result.non2xx,
  };
  process.send?.(figures);
});
