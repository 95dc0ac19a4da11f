/** The simulator: ticks in its worker thread against the size of the grid, and a year of hours on the 33-bus feeder. */
import type { Network } from '../lib/contract';
import { builtinNetwork, generateFeeders, generateNetwork } from '../lib/grid';
import { builtinShapes, openSimulator, SnapshotWriter } from '../lib/scada';
import { WorkerPool } from '../lib/workers';
import { median, rounded } from './timing';

type Row = Record<string, number | string>;

const SIZES = [100, 1000, 10_000];
const WARM = 10;
const TICKS = 60;
const START_S = Date.UTC(2026, 6, 1) / 1000;
const HOURS = 8760;

export async function benchSimulator(): Promise<Record<string, Row[]>> {
  const networks: [string, Network][] = [
    ['33-bus feeder', builtinNetwork('ieee33')],
    ...SIZES.map((size): [string, Network] => ['feeders', generateFeeders({ num_nodes: size, seed: 1 })]),
    ...SIZES.map((size): [string, Network] => [
      'meshed',
      generateNetwork({ num_nodes: size, num_generators: Math.round(size / 10), seed: 1 }),
    ]),
  ];
  const ticks: Row[] = [];
  for (const [kind, network] of networks) {
    for (const step_s of [3, 3600]) ticks.push(await tickRow(kind, network, step_s));
  }
  return { ticks, year: [yearRow()] };
}

/** A tick as the node has it, from the question to the arrays in its own thread, and the snapshot made of them. */
async function tickRow(kind: string, network: Network, step_s: number): Promise<Row> {
  const pool = new WorkerPool();
  const began = performance.now();
  const session = await pool.open('simulator', { network, seed: 1, shapes: builtinShapes() });
  const open_ms = performance.now() - began;
  const writer = new SnapshotWriter(network);
  const ticks: number[] = [];
  const snapshots: number[] = [];
  for (let k = 0; k < WARM + TICKS; k++) {
    const asked = performance.now();
    const tick = await session.call('tick', START_S + k * step_s);
    const answered = performance.now();
    writer.write(tick, { sequence: k, source: 'simulated' });
    if (k < WARM) continue;
    ticks.push(answered - asked);
    snapshots.push(performance.now() - answered);
  }
  await pool.close();
  ticks.sort((a, b) => a - b);
  snapshots.sort((a, b) => a - b);
  return {
    kind,
    nodes: network.buses.length,
    edges: network.branches.length,
    step_s,
    open_ms: rounded(open_ms),
    tick_ms: rounded(median(ticks)),
    tick_p95_ms: rounded(ticks[Math.floor(0.95 * ticks.length)]),
    snapshot_ms: rounded(median(snapshots)),
    ticks_per_s: rounded(1000 / median(ticks)),
  };
}

function yearRow(): Row {
  const network = builtinNetwork('ieee33');
  const simulator = openSimulator({ network, seed: 1, shapes: builtinShapes() });
  const began = performance.now();
  for (let hour = 0; hour < HOURS; hour++) simulator.tick(START_S + hour * 3600);
  const elapsed_s = (performance.now() - began) / 1000;
  return {
    network: network.id,
    ticks: HOURS,
    elapsed_s: rounded(elapsed_s),
    ticks_per_s: rounded(HOURS / elapsed_s),
  };
}
