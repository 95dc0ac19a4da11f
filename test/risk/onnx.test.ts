import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gridError } from '../../lib/errors';
import { type GraphNotUsed, type ModelNotUsed, openRiskScorer, openRiskTrainer } from '../../lib/risk';
import { loadOnnxRuntime } from '../../lib/risk/onnx/runtime';
import { generateRows } from '../../lib/risk/synthetic/generate';
import { WorkerPool } from '../../lib/workers';
import { withOnnxRuntime } from '../support/onnx-runtime';
import { logisticGraph, logisticOf, treeGraph, treeOf } from './onnx-graphs';

const trained_at = '2026-01-31T12:00:00.000Z';
const rows = Float64Array.from(generateRows(400, 7).rows);

const isOfForest = ({ weights }: { weights: object }) => Object.keys(weights).join() === 'random_forest';
const logOdds = (p: number) => Math.log(p / (1 - p));

describe('risk: a boosted member from elsewhere', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-onnx-'));
    file = path.join(folder, 'gradient-boosting.onnx');
    await (await openRiskTrainer({ folder, seed: 1, trained_at }, { report: () => {} })).train();
  });
  afterEach(() => rmSync(file, { recursive: true, force: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const graphs: [string, Uint8Array, (row: ArrayLike<number>) => number][] = [
    ['a logistic regression, [n,1]', logisticGraph(), logisticOf],
    ['a logistic regression, [n]', logisticGraph({ flat: true }), logisticOf],
    ['a tree with label and probabilities, [n,2]', treeGraph(), treeOf],
  ];
  for (const [name, graph, formula] of graphs) {
    it(`takes the place of our own trees: ${name}`, async function () {
      await withOnnxRuntime(this);
      const own = await open().then(({ scorer }) => scorer.score(rows));
      writeFileSync(file, graph);
      const { scorer, reports } = await open();
      const scores = await scorer.score(rows);
      assert.deepEqual(reports, []);
      const { weights, offset } = card().combination.pools[0];
      scores.gradient_boosting.forEach((p, row) => {
        const expected = formula(rows.subarray(row * 10, row * 10 + 10));
        assert.ok(Math.abs(p - expected) < 1e-6, `row ${row}: ${p}, by the formula ${expected}`);
        // The forest's evidence, by the pool of the forest alone.
        const forest = card().combination.pools.find(isOfForest);
        const votes = (logOdds(own.random_forest[row]!) - forest.offset) / forest.weights.random_forest;
        const sum =
          offset +
          weights.gradient_boosting * logOdds(p) +
          weights.random_forest * votes +
          weights.isolation_forest * own.anomaly_score[row]!;
        assert.ok(Math.abs(scores.failure_probability[row]! - 1 / (1 + Math.exp(-sum))) < 1e-9);
      });
      assert.deepEqual(scores.random_forest, own.random_forest);
      assert.equal((await scorer.score(new Float64Array())).failure_probability.length, 0);
      await assert.rejects(async () => scorer.score(new Float64Array(15)), /multiple of 10/);
    });
  }

  it('says that what it was trained on is unknown, and which graph it was', async function () {
    await withOnnxRuntime(this);
    writeFileSync(file, treeGraph());
    const hash = createHash('sha256').update(treeGraph()).digest('hex').slice(0, 12);
    const { scorer } = await open();
    assert.deepEqual(scorer.info(), {
      id: 'sim-1+onnx',
      version: `1+${hash}`,
      trained_on: 'unknown',
      trained_at,
      horizon: 'unknown',
    });
  });

  it('says once that the package is absent, and our own trees serve', async () => {
    const own = await open().then(({ scorer }) => scorer.score(rows));
    writeFileSync(file, treeGraph());
    const { scorer, reports } = await open(async () => {
      throw new Error("Cannot find package 'onnxruntime-node'\nimported from elsewhere");
    });
    assert.equal(reports.length, 1);
    assert.match(
      problemOf(reports[0]!),
      /gradient-boosting\.onnx; got "onnxruntime-node cannot be loaded: Cannot find package .*Install onnxruntime-node/,
    );
    assert.deepEqual(await scorer.score(rows), own);
    assert.equal(scorer.info().trained_on, 'simulated_failures');
  });

  it('asks for no package where no graph is', async () => {
    const { reports } = await open(async () => assert.fail('loaded'));
    assert.deepEqual(reports, []);
  });

  const refused: [string, () => Uint8Array, RegExp][] = [
    ['a graph cut short', () => treeGraph().subarray(0, 200), /got .*protobuf|got .*[Ff]ail/],
    ['an empty file', () => new Uint8Array(), /gradient-boosting\.onnx; got ".+"/],
    [
      'nine readings',
      () => logisticGraph({ width: 9 }),
      /inputs; got "X float32 \[n,9\]"; allowed: .*\[n,10\]/,
    ],
    ['one row only', () => logisticGraph({ rows: 1 }), /inputs; got "X float32 \[1,10\]"/],
    [
      'three classes',
      () => logisticGraph({ columns: 3 }),
      /output "p"; got "\[3,3\] for 3 rows"; allowed: \[3,2\]/,
    ],
    ['a label alone', () => treeGraph('label'), /outputs; got "label int64 \[n\]".*zipmap off/],
    ['sums in place of probabilities', () => logisticGraph({ link: 'Identity' }), /row \d; got -?\d.*0 to 1/],
    ['an operator that is unknown', () => logisticGraph({ link: 'Nonsense' }), /got ".*Nonsense/],
  ];
  for (const [name, graph, message] of refused) {
    it(`refuses ${name}, leaves the file, and our own trees serve`, async function () {
      await withOnnxRuntime(this);
      const own = await open().then(({ scorer }) => scorer.score(rows));
      writeFileSync(file, graph());
      const { scorer, reports } = await open();
      assert.equal(reports.length, 1);
      assert.match(problemOf(reports[0]!), message);
      assert.deepEqual(await scorer.score(rows), own);
      assert.equal(scorer.info().id, 'sim-1');
      assert.ok(existsSync(file));
    });
  }

  it('refuses a folder by the name of the graph', async () => {
    mkdirSync(file);
    const { reports } = await open();
    assert.match(problemOf(reports[0]!), /gradient-boosting\.onnx; got "EISDIR/);
  });

  it('finishes what it scores in a thread that is closed, and the process lives on', async function () {
    await withOnnxRuntime(this);
    writeFileSync(file, treeGraph());
    const many = new Float64Array(20_000 * 10).fill(60);
    for (const close of ['session', 'pool'] as const) {
      const pool = new WorkerPool();
      const session = await pool.open('risk-scorer', { folder }, { finishes: true });
      const call = session.call('score', many);
      await (close === 'session' ? session : pool).close();
      assert.equal((await call).gradient_boosting.length, 20_000);
      await pool.close();
    }
  });

  async function open(load = loadOnnxRuntime) {
    const reports: ModelNotUsed[] = [];
    const scorer = await openRiskScorer({ folder }, { report: (event) => reports.push(event) }, load);
    return { scorer, reports };
  }

  function card() {
    return JSON.parse(readFileSync(path.join(folder, 'sim-1-v1/card.json'), 'utf8'));
  }
});

function problemOf(report: ModelNotUsed): string {
  const { not_used, problem } = report as GraphNotUsed;
  assert.equal(not_used, 'gradient-boosting.onnx');
  return gridError('INVALID_MODEL', problem).message;
}
