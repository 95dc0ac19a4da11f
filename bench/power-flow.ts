/**
 * The power-flow engine on one thread: published cases, copies of one joined to the size of larger ones, synthetic
 * networks from 100 to 30,000 buses, sweeps, and outages.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Network } from '../lib/contract';
import { compileGrid, type Grid, generateFeeders, generateNetwork, readNetworkFile } from '../lib/grid';
import { createPowerFlow, createSweep, nominalPoint, type PowerFlow, type Start } from '../lib/powerflow';
import { screenContingencies } from '../lib/workers';
import { joinedCopies } from './joined-copies';
import { median, rounded, timesOf, unitOfWork_ms } from './timing';

type Row = Record<string, number | string>;

// dist/bench → the repository's root.
const REFERENCE = path.resolve(
  __dirname,
  '../..',
  process.env.GRIDLOOM_REFERENCE ?? '../shared/reference',
  'powerflow/matpower',
);
const SIZES = [100, 300, 1000, 3000, 10_000, 30_000];

export async function benchPowerFlow(): Promise<Record<string, Row[]>> {
  const unit_ms = unitOfWork_ms();
  const cases = await publishedCases();
  return {
    unit: [{ unit_ms: rounded(unit_ms) }],
    newton: cases.map((network) => newtonRow(network, unit_ms)),
    scale: SIZES.flatMap((size) => scaleRows(size)),
    sweep: [33, 300, 1800, 10_000, 30_000].map((size) => sweepRow(size, unit_ms)),
    outages: await outageRows(cases),
  };
}

async function publishedCases(): Promise<Network[]> {
  const files = ['case118', 'case300', 'case1354pegase'].map((name) => path.join(REFERENCE, `${name}.m`));
  const found = await Promise.all(files.filter(existsSync).map((file) => readNetworkFile(file)));
  const largest = found.at(-1);
  if (largest === undefined) return [];
  return [...found, ...[2, 7, 10].map((copies) => joinedCopies(largest, copies))];
}

/** First solve with ordering and symbolic work, then repeats from the same start with everything reused. */
function newtonRow(network: Network, unit_ms: number): Row {
  const grid = compileGrid(network);
  const { first_ms, iterations, warm } = solveTimes(grid, () => createPowerFlow(grid), 'case');
  return {
    network: network.id,
    buses: grid.busCount,
    branches: grid.branchCount,
    iterations,
    first_ms: rounded(first_ms),
    warm_min_ms: rounded(warm[0]),
    warm_median_ms: rounded(median(warm)),
    median_units: rounded(median(warm) / unit_ms),
  };
}

function scaleRows(size: number): Row[] {
  const networks = {
    feeders: generateFeeders({ num_nodes: size, seed: 1 }),
    meshed: generateNetwork({ num_nodes: size, num_generators: Math.max(1, Math.round(size / 10)), seed: 1 }),
  };
  return Object.entries(networks).map(([kind, network]) => {
    const grid = compileGrid(network);
    const { first_ms, iterations, warm } = solveTimes(grid, () => createPowerFlow(grid), 'flat');
    return {
      kind,
      buses: grid.busCount,
      iterations,
      first_ms: rounded(first_ms),
      warm_median_ms: rounded(median(warm)),
      us_per_bus: rounded((1000 * median(warm)) / grid.busCount),
    };
  });
}

/** Sweep and Newton on the same radial network, both from a flat start. */
function sweepRow(size: number, unit_ms: number): Row {
  const grid = compileGrid(generateFeeders({ num_nodes: size, seed: 1 }));
  const newton = solveTimes(grid, () => createPowerFlow(grid), 'flat');
  const sweep = solveTimes(grid, () => createSweep(grid), 'flat');
  return {
    buses: grid.busCount,
    sweep_iterations: sweep.iterations,
    sweep_median_ms: rounded(median(sweep.warm)),
    newton_median_ms: rounded(median(newton.warm)),
    sweep_to_newton: rounded(median(sweep.warm) / median(newton.warm)),
    sweep_units: rounded(median(sweep.warm) / unit_ms),
  };
}

function solveTimes(grid: Grid, create: () => PowerFlow, start: Start) {
  const point = nominalPoint(grid);
  const began = performance.now();
  const flow = create();
  const outcome = flow.solve(point, { start });
  const first_ms = performance.now() - began;
  if (outcome.status !== 'converged') throw new Error(`${grid.network.id}: ${outcome.status}`);
  const repeats = Math.max(20, Math.min(300, Math.round(300_000 / grid.busCount)));
  const warm = timesOf(repeats, repeats >> 2, () => flow.solve(point, { start }));
  return { first_ms, iterations: outcome.iterations, warm };
}

/** Every N−1 outage, wall time of the whole screening. */
async function outageRows(cases: readonly Network[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const network of cases.filter(({ buses }) => buses.length < 2000)) {
    for (const method of ['ac', 'dc'] as const) {
      for (const threads of [1, 2]) {
        const times: number[] = [];
        let outages = 0;
        for (let run = 0; run < 5; run++) {
          const began = performance.now();
          const result = await screenContingencies(network, { method, threads });
          times.push(performance.now() - began);
          if (result.status === 'screened') outages = result.records.branch.length;
        }
        times.sort((a, b) => a - b);
        rows.push({
          network: network.id,
          outages,
          method,
          threads,
          min_ms: rounded(times[0]),
          median_ms: rounded(median(times)),
        });
      }
    }
  }
  return rows;
}
