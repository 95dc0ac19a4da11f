/**
 * State estimation on one thread: published cases and feeders, measured at every bus and into every branch, with noise. The
 * first estimate with ordering and symbolic work, then others of the same places, and some
 * with one flow times 1000.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { compileGrid, type Grid, generateFeeders, readNetworkFile } from '../lib/grid';
import { createEstimator, createPowerFlow, type Measurement, nominalPoint } from '../lib/powerflow';
import { Random } from '../lib/random';
import { median, rounded, timesOf } from './timing';

type Row = Record<string, number | string>;

// dist/bench → the repository's root.
const REFERENCE = path.resolve(
  __dirname,
  '../..',
  process.env.GRIDLOOM_REFERENCE ?? '../shared/reference',
  'powerflow/matpower',
);
const CASES = ['case118', 'case300', 'case1354pegase'];
const SIZES = [100, 1000, 10_000];

export async function benchStateEstimation(): Promise<Record<string, Row[]>> {
  const files = CASES.map((name) => path.join(REFERENCE, `${name}.m`)).filter(existsSync);
  const cases = await Promise.all(files.map((file) => readNetworkFile(file)));
  const feeders = SIZES.map((num_nodes) => generateFeeders({ num_nodes, seed: 1 }));
  return { 'state estimation': [...cases, ...feeders].map((network) => rowOf(compileGrid(network))) };
}

function rowOf(grid: Grid): Row {
  const exact = measure(grid);
  const random = new Random(1);
  const noisy = (): Measurement[] =>
    exact.map((one) => ({ ...one, value: one.value + one.sigma * random.normal() }));
  const began = performance.now();
  const estimator = createEstimator(grid);
  const outcome = estimator.estimate(noisy());
  const first_ms = performance.now() - began;
  if (outcome.status !== 'estimated') throw new Error(`${grid.network.id}: ${outcome.status}`);
  const repeats = Math.max(5, Math.min(100, Math.round(50_000 / grid.busCount)));
  const warm = timesOf(repeats, 2, () => estimator.estimate(noisy()));
  const spoilt = timesOf(5, 1, () => {
    const measurements = noisy();
    const wrong = grid.busCount + Math.floor(random.next() * (exact.length - grid.busCount));
    measurements[wrong].value = 1000 * measurements[wrong].value + 1000 * measurements[wrong].sigma;
    estimator.estimate(measurements);
  });
  return {
    network: grid.network.id,
    buses: grid.busCount,
    measurements: exact.length,
    iterations: outcome.iterations,
    first_ms: rounded(first_ms),
    warm_min_ms: rounded(warm[0]),
    warm_median_ms: rounded(median(warm)),
    spoilt_median_ms: rounded(median(spoilt)),
  };
}

/** Voltages, and the flows into each branch; σ of 0.4 %, and of 2 % of the mean load. */
function measure(grid: Grid): Measurement[] {
  const point = nominalPoint(grid);
  const outcome = createPowerFlow(grid).solve(point, { start: 'case' });
  if (outcome.status === 'not_converged') throw new Error(`${grid.network.id} has no solution`);
  const { state } = outcome;
  const { buses, branches } = grid.network;
  const mean_mw = point.demand_mw.reduce((sum, p) => sum + Math.abs(p), 0) / grid.busCount;
  const voltages = buses.map(({ id }, bus): Measurement => {
    return { quantity: 'vm_pu', element: id, value: state.vm_pu[bus], sigma: 0.004 };
  });
  const flows = branches.flatMap(({ id }, k): Measurement[] =>
    (
      [
        ['p_from_mw', state.p_from_mw],
        ['q_from_mvar', state.q_from_mvar],
        ['p_to_mw', state.p_to_mw],
        ['q_to_mvar', state.q_to_mvar],
      ] as const
    ).map(([quantity, values]) => ({ quantity, element: id, value: values[k], sigma: 0.02 * mean_mw })),
  );
  return [...voltages, ...flows];
}
