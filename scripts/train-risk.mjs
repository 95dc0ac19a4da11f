// Trains the risk model that comes with the package on labelled histories of the simulator, from seeds, and writes it with its
// card and report to models/risk. Needs a build: npm run train:risk [-- --out DIR]. About five minutes on one core.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gridOf, labelledRows } from './risk-history.mjs';
import { reportOf } from './risk-report.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { risk } = createRequire(import.meta.url)(path.join(root, 'dist/lib/index.js'));
const { values } = parseArgs({
  options: { out: { type: 'string', default: path.join(root, 'models/risk') } },
});

const ID = 'simulated-30d';
const SEED = 1;
const RUN = { days: 730, interval_h: 8, label_every_days: 10, horizon_days: 30, acceleration: 4 };
/** Transmission and distribution, generated and built in; a grid and the seed of its run. */
const runs = (first, { mesh, feeders, riverside, ieee33, ieee14 }) =>
  [
    [(seed) => `mesh-300-20-${seed}`, mesh],
    [(seed) => `feeders-500-${seed}`, feeders],
    [() => 'riverside', riverside],
    [() => 'ieee33', ieee33],
    [() => 'ieee14', ieee14],
  ].flatMap(([name, count]) => Array.from({ length: count }, (_, k) => [name(first + k), first + k]));
const EARLIER = Date.UTC(2026, 0, 1) / 1000;
const LATER = Date.UTC(2030, 0, 1) / 1000;
/**
 * Each part has runs of its own, so that no edge stands in two, and those held out are of later years. `split` is how
 * `lib/risk/history` tells the parts apart.
 */
const PARTS = [
  {
    split: { split_edge: 'train', split_time: 'train' },
    start_s: EARLIER,
    runs: runs(1, { mesh: 6, feeders: 4, riverside: 10, ieee33: 6, ieee14: 2 }),
  },
  {
    split: { split_edge: 'validation', split_time: 'train' },
    start_s: EARLIER,
    runs: runs(51, { mesh: 3, feeders: 2, riverside: 4, ieee33: 2, ieee14: 1 }),
  },
  {
    split: { split_edge: 'train', split_time: 'validation' },
    start_s: EARLIER,
    runs: runs(71, { mesh: 5, feeders: 2, riverside: 5, ieee33: 3, ieee14: 1 }),
  },
  {
    split: { split_edge: 'test', split_time: 'test' },
    start_s: LATER,
    runs: runs(101, { mesh: 4, feeders: 3, riverside: 6, ieee33: 4, ieee14: 2 }),
  },
];
const RUNS = PARTS.flatMap((part) => part.runs);
/** Climates and loads, by the seed of a run: a model that has seen cool and idle lines alone knows no hot ones. */
const LATITUDES = [18, 50, 34];
const LOAD_FACTORS = [1.25, 1];
const DESCRIPTION =
  `Histories of Gridloom's simulator: ${RUNS.length} runs of ${RUN.days} days on meshed grids of 300 nodes, feeders of 500, and the ` +
  `built-in grids riverside, ieee33 and ieee14, at 18, 34 and 50° N with 1 and 1.25 times their load, a tick each ${RUN.interval_h} hours, a row of every edge in service each ` +
  `${RUN.label_every_days} days, faults injected about 4 times a year and edge for 10 to 60 days. Failures are simulated. Each part has runs of its own; ` +
  'held out are grids, edges and years that no other part has seen.';

const rows = [];
for (const { split, start_s, runs: ofPart } of PARTS) {
  for (const [name, seed] of ofPart) {
    const latitude_degree = LATITUDES[seed % LATITUDES.length];
    const network = gridOf(name, LOAD_FACTORS[seed % LOAD_FACTORS.length]);
    const run = labelledRows(network, { seed, latitude_degree, start_s, ...RUN });
    for (const row of run.rows) rows.push({ ...row, ...split });
    console.error(`${name}, seed ${seed}: ${run.rows.length} rows, ${run.failures} failures`);
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-train-'));
try {
  const init = { folder, seed: SEED, trained_at: '2026-01-01T00:00:00.000Z' };
  const trainer = await risk.openRiskTrainer(init, {
    report: ({ step, fraction }) => console.error(`${step} ${Math.floor(100 * fraction)} %`),
  });
  const { saved_to } = await trainer.train({ rows, id: ID, description: DESCRIPTION });
  const card = JSON.parse(readFileSync(path.join(saved_to, 'card.json'), 'utf8'));
  writeFileSync(path.join(saved_to, 'REPORT.md'), reportOf(card, { ...RUN, runs: RUNS.length }));
  const target = path.join(values.out, path.basename(saved_to));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(values.out, { recursive: true });
  cpSync(saved_to, target, { recursive: true });
  console.log(JSON.stringify({ out: target, ...card.evaluation }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
