/** Reconfiguration: quality against time for every method, on published systems and on generated feeders. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Network } from '../lib/contract';
import { builtinNetwork, compileGrid, type Grid, readNetworkFile } from '../lib/grid';
import { type ReconfigurationOptions, reconfigure } from '../lib/paths';
import { Assessor, createProblem, Deadline, ExchangeSearch } from '../lib/paths/reconfiguration';
import { nominalPoint } from '../lib/powerflow';
import { qualityOverTime } from './reconfiguration-over-time';
import { tiedFeeders } from './tied-feeders';
import { median, rounded } from './timing';

type Row = Record<string, number | string>;

// dist/bench → the repository's root.
const REFERENCE = path.resolve(__dirname, '../..', process.env.GRIDLOOM_REFERENCE ?? '../shared/reference');
const PUBLISHED = [
  'powerflow/cases/case33bw.json',
  'reconfiguration/case69_with_5_ties.json',
  'reconfiguration/case84tpc.json',
];
const GENERATED: [buses: number, ties: number, limit_s: number][] = [
  [119, 15, 5],
  [136, 21, 5],
  [417, 59, 60],
  [3000, 300, 60],
];
const SEEDS = 10;
const clock = (): number => performance.now();

export async function benchReconfiguration(): Promise<Record<string, Row[]>> {
  const files = [...PUBLISHED.map((file) => path.join(REFERENCE, file)), ...furtherCases()].filter(
    existsSync,
  );
  const published = await Promise.all(files.map((file) => readNetworkFile(file)));
  const grids = published.map(withoutCapacity).map(compileGrid);
  const rows = grids.flatMap((grid) => [
    ...rowsOf(grid, 60, SEEDS),
    row(grid, 'exact', [solve(grid, { method: 'exact', time_limit_s: 20 })]),
    ...meshedRows(grid),
  ]);
  rows.push(...meshedRows(compileGrid(builtinNetwork('riverside'))));
  const generated = GENERATED.map(([buses, ties]) => compileGrid(tiedFeeders(buses, ties, 1)));
  for (const [n, grid] of generated.entries()) {
    rows.push(...rowsOf(grid, GENERATED[n][2], grid.busCount > 1000 ? 1 : SEEDS));
  }
  return {
    reconfiguration: rows,
    reconfiguration_over_time: qualityOverTime([...grids, ...generated.slice(2)]),
  };
}

/** Cases with tie switches that a folder has beyond the reference data, such as MATPOWER's with their ties at status 0. */
function furtherCases(): string[] {
  const folder = process.env.GRIDLOOM_CASES;
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.m') || name.endsWith('.json'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Case files give substations a token limit, below their load. */
function withoutCapacity(network: Network): Network {
  return { ...network, generators: network.generators.map(({ p_max_mw: _, ...generator }) => generator) };
}

/** Loops allowed: by local search, and exactly where that ends in 20 s. */
function meshedRows(grid: Grid): Row[] {
  if (grid.busCount > 90) return [];
  const limits = { radial: false, time_limit_s: 20 };
  const local = Array.from({ length: 3 }, (_, k) =>
    solve(grid, { ...limits, method: 'exchange', seed: k + 1 }),
  );
  return [
    row(grid, 'meshed exchange', local),
    row(grid, 'meshed exact', [solve(grid, { ...limits, method: 'exact' })]),
  ];
}

function rowsOf(grid: Grid, limit_s: number, seeds: number): Row[] {
  const runs = Array.from({ length: seeds }, (_, k) =>
    solve(grid, { method: 'exchange', seed: k + 1, time_limit_s: limit_s }),
  );
  return [row(grid, 'one descent', [descend(grid)]), row(grid, 'exchange', runs)];
}

interface Run {
  initial_kw: number;
  loss_kw: number;
  elapsed_ms: number;
  power_flows: number;
  proof: string;
  gap_percent: number | string;
}

function solve(grid: Grid, options: ReconfigurationOptions): Run {
  const outcome = reconfigure(grid, nominalPoint(grid), options, { clock });
  const { elapsed_ms, power_flows, proof, gap_percent, initial, final } = outcome;
  if (initial === null || final === null) throw new Error(`${grid.network.id}: ${outcome.reason}`);
  return {
    initial_kw: 1000 * initial.loss_mw,
    loss_kw: 1000 * final.loss_mw,
    elapsed_ms,
    power_flows,
    proof,
    gap_percent: gap_percent ?? 'none',
  };
}

/** Plain branch exchange from the present configuration and from all switches closed, without perturbations. */
function descend(grid: Grid): Run {
  const assessor = new Assessor(createProblem(grid, nominalPoint(grid)));
  const deadline = new Deadline({ clock }, Number.POSITIVE_INFINITY);
  const search = new ExchangeSearch(assessor, deadline);
  const initial_kw = 1000 * search.best.worth.loss_mw;
  search.run(0);
  const loss_kw = 1000 * search.best.worth.loss_mw;
  const { elapsed_ms } = deadline;
  return {
    initial_kw,
    loss_kw,
    elapsed_ms,
    power_flows: assessor.powerFlows,
    proof: 'none',
    gap_percent: 'none',
  };
}

/** `best_of` counts the runs that reached the least losses of all of these. */
function row(grid: Grid, method: string, runs: readonly Run[]): Row {
  const losses = runs.map(({ loss_kw }) => loss_kw);
  const least = Math.min(...losses);
  const of = (value: (run: Run) => number): number => median(runs.map(value).sort((a, b) => a - b));
  const { gap_percent, proof, initial_kw } = runs[0];
  return {
    network: grid.network.id,
    buses: grid.busCount,
    loops: grid.network.branches.filter(({ closed }) => !closed).length,
    method,
    initial_kw: rounded(initial_kw),
    least_kw: least.toFixed(3),
    most_kw: Math.max(...losses).toFixed(3),
    best_of: `${losses.filter((loss) => loss < least * (1 + 1e-7)).length} of ${runs.length}`,
    median_ms: rounded(of(({ elapsed_ms }) => elapsed_ms)),
    power_flows: of(({ power_flows }) => power_flows),
    proof,
    gap_percent: typeof gap_percent === 'number' ? rounded(gap_percent) : gap_percent,
  };
}
