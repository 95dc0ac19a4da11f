import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '../../../lib/random';
import { checkFolder, readEnsemble, saveEnsemble } from '../../../lib/risk/ensemble/folder';
import { dealFolds } from '../../../lib/risk/ensemble/folds';
import { learnEnsemble } from '../../../lib/risk/ensemble/learn';
import { evidenceOf } from '../../../lib/risk/ensemble/members';
import { parseEnsembleCard } from '../../../lib/risk/ensemble/parse-card';
import { fitPools, pooled, poolFor } from '../../../lib/risk/ensemble/pool';
import { openRiskWorkbench, scoreEnsemble } from '../../../lib/risk';
import { auc, averagePrecision, calibrationError, figuresOf } from '../../../lib/risk/metrics';

describe('risk: figures', () => {
  it('are those worked out by hand', () => {
    const labels = Uint8Array.of(1, 0, 1, 0);
    const p = [0.9, 0.8, 0.7, 0.1];
    // Precision 1 at recall 1/2, 2/3 at recall 1.
    assert.ok(Math.abs(averagePrecision(p, labels) - (0.5 + 0.5 * (2 / 3))) < 1e-12);
    assert.equal(auc(p, labels), 0.75);
    assert.ok(Math.abs(calibrationError(p, labels) - (0.1 + 0.8 + 0.3 + 0.1) / 4) < 1e-12);
    const { brier, f1, logloss } = figuresOf(p, labels, 0.5);
    assert.ok(Math.abs(brier - (0.01 + 0.64 + 0.09 + 0.01) / 4) < 1e-12);
    assert.ok(Math.abs(f1 - 0.8) < 1e-12);
    assert.ok(Math.abs(logloss + Math.log(0.9 * 0.2 * 0.7 * 0.9) / 4) < 1e-12);
  });

  it('are null where one outcome alone leaves nothing to tell apart', () => {
    const { auc: area, average_precision } = figuresOf([0.1, 0.2], Uint8Array.of(0, 0), 0.5);
    assert.deepEqual([area, average_precision], [null, null]);
  });

  it('count equal scores together: their order does not matter', () => {
    const tied = [0.5, 0.5, 0.5, 0.1];
    const a = averagePrecision(tied, Uint8Array.of(1, 0, 0, 0));
    assert.ok(Math.abs(a - 1 / 3) < 1e-12);
    assert.equal(a, averagePrecision(tied, Uint8Array.of(0, 0, 1, 0)));
  });
});

describe('risk: pools', () => {
  const random = new Random(2);
  const truth = Float64Array.from({ length: 20_000 }, () => 2 * random.normal() - 2);
  const labels = Uint8Array.from(truth, (z) => (random.next() < 1 / (1 + Math.exp(-z)) ? 1 : 0));

  it('find the curve that the outcomes were drawn from', () => {
    // Evidence that is too sure of itself by half.
    const evidence = { gradient_boosting: truth.map((z) => 1.5 * z) };
    const [pool] = fitPools(evidence, labels);
    assert.ok(Math.abs(pool!.weights.gradient_boosting! - 2 / 3) < 0.03, JSON.stringify(pool));
    assert.ok(Math.abs(pool!.offset) < 0.1);
    assert.ok(calibrationError(pooled(pool!, evidence), labels) < 0.01);
  });

  it('give no weight to a member that counts against itself, and none is negative', () => {
    // The forest knows the error of the boosted trees: taken away from them, it would help.
    const error = truth.map(() => random.normal());
    const evidence = { gradient_boosting: truth.map((z, row) => z + error[row]!), random_forest: error };
    const [both, boosted, forest, ...others] = fitPools(evidence, labels);
    assert.equal(both!.weights.random_forest, 0);
    assert.equal(both!.weights.gradient_boosting, boosted!.weights.gradient_boosting);
    assert.ok(Math.abs(forest!.weights.random_forest!) < 0.05);
    assert.equal(others.length, 0);
  });

  it('stand in for one another where a member is missing', () => {
    const evidence = { gradient_boosting: truth, random_forest: truth, isolation_forest: truth };
    const pools = fitPools(evidence, labels);
    assert.equal(pools.length, 7);
    const left = poolFor(pools, { random_forest: truth })!;
    assert.deepEqual(Object.keys(left.weights), ['random_forest']);
    assert.equal(poolFor(pools.slice(0, 1), { random_forest: truth }), null);
  });

  it('stay finite where the evidence parts the outcomes perfectly', () => {
    const [pool] = fitPools({ gradient_boosting: Float64Array.of(-3, -2, 2, 3) }, Uint8Array.of(0, 0, 1, 1));
    assert.ok(Number.isFinite(pool!.offset) && Number.isFinite(pool!.weights.gradient_boosting));
  });
});

describe('risk: models in folders', function () {
  this.timeout(60_000);
  let folder: string;
  let place: string;
  let rows: Float32Array;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-risk-'));
    place = path.join(folder, 'model');
    const random = new Random(5);
    rows = Float32Array.from({ length: 600 }, () => random.normal());
    const lines = Array.from({ length: 300 }, (_, k) => {
      const [a, b] = [rows[2 * k]!, rows[2 * k + 1]!];
      return `${a},${b},${a + b + random.normal() > 1 ? 1 : 0}`;
    });
    writeFileSync(path.join(folder, 'rows.csv'), `a,b,y\n${lines.join('\n')}\n`);
    const bench = openRiskWorkbench({ software: 'test' }, { report: () => {} });
    await bench.train({
      file: path.join(folder, 'rows.csv'),
      header: true,
      derive: [{ name: 'sum', expression: 'a + b' }],
      target: 'y',
      split: 'a',
      features: ['a', 'b'],
      seed: 1,
      out: place,
      trained_at: '2026-01-01T00:00:00Z',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('come back as they were, and nothing else is left beside them', () => {
    const model = readEnsemble(place);
    const copy = path.join(folder, 'copy');
    saveEnsemble(copy, model);
    const input = Float32Array.from({ length: 300 }, (_, k) => rows[k]!);
    assert.deepEqual(evidenceOf(readEnsemble(copy).members, input), evidenceOf(model.members, input));
    saveEnsemble(copy, model);
    assert.deepEqual(readdirSync(folder).sort(), ['copy', 'model', 'rows.csv']);
    assert.equal(model.card.data.rows, 300);
    assert.match(model.card.metrics!.method, /latest fifth by "a" held out/);
    assert.ok(model.card.metrics!.mean.auc! > 0.5);
  });

  it('answer without a member by the pool that stands in for it', () => {
    const { card, members } = readEnsemble(place);
    const input = Float32Array.from({ length: 300 }, (_, k) => rows[k]!);
    const all = scoreEnsemble({ card, members }, input);
    assert.deepEqual(Object.keys(all.members), ['gradient_boosting', 'random_forest', 'isolation_forest']);
    assert.ok(all.anomaly_score!.every((score) => score > 0 && score < 1));
    const { random_forest } = members;
    const left = scoreEnsemble({ card, members: { random_forest } }, input);
    assert.deepEqual(left.failure_probability, all.members.random_forest);
    assert.equal(left.anomaly_score, undefined);
  });

  it('are the same for the same rows and seed', () => {
    const data = {
      feature_count: 2,
      rows,
      labels: Uint8Array.from({ length: 300 }, (_, k) => (rows[2 * k]! > 0 ? 1 : 0)),
    };
    const learn = (seed: number) => learnEnsemble(data, seed, () => {});
    assert.deepEqual(learn(1), learn(1));
    assert.notDeepEqual(learn(1).members.random_forest, learn(2).members.random_forest);
  });

  it('are not written over what is no model', () => {
    const other = path.join(folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'notes.txt'), 'mine');
    assert.throws(() => checkFolder(other), { code: 'INVALID_SETTING', message: /a folder with notes\.txt/ });
    rmSync(other, { recursive: true });
  });

  it('are refused where a file was changed, cut short or is gone', () => {
    const model = readEnsemble(place);
    const spoilt = path.join(folder, 'spoilt');
    const trees = path.join(spoilt, 'random-forest.json');
    const spoil = (change: () => void, message: RegExp) => {
      saveEnsemble(spoilt, model);
      change();
      assert.throws(() => readEnsemble(spoilt), { code: 'INVALID_MODEL', message });
    };
    const text = () => readFileSync(trees, 'utf8');
    spoil(() => writeFileSync(trees, text().slice(0, 500)), /random-forest\.json; got "SHA-256 .*cut short/);
    spoil(() => rmSync(trees), /random-forest\.json; got "ENOENT/);
    spoil(() => writeFileSync(path.join(spoilt, 'card.json'), '{"format":'), /card\.json, its text/);
    rmSync(spoilt, { recursive: true });
  });

  // biome-ignore format: one case a line
  const cards: [string, (card: Record<string, never>) => unknown, RegExp][] = [
    ['another format', (card) => ({ ...card, format: 'x' }), /card, format; got "x"/],
    ['a later version', (card) => ({ ...card, format_version: 9 }), /format_version; got 9/],
    ['no features', (card) => ({ ...card, features: [] }), /features/],
    ['an expression that is none', (card) => ({ ...card, derived: [{ name: 'a', expression: 7 }] }), /derived/],
    ['members that nobody knows', (card) => ({ ...card, members: { neural: {} } }), /members; got \["neural"\]/],
    ['pools of members that are not there', (card) => ({ ...card, members: { random_forest: {} } }), /combination\.pools/],
    ['weights that are no numbers', (card) => ({ ...card, combination: { pools: [{ offset: null, weights: { random_forest: 1 } }] } }), /pools/],
    ['a threshold outside', (card) => ({ ...card, thresholds: { f1: 7 } }), /thresholds\.f1; got 7/],
    ['null', () => null, /format/],
  ];
  for (const [name, change, message] of cards) {
    it(`have no card with ${name}`, () => {
      const card = JSON.parse(readFileSync(path.join(place, 'card.json'), 'utf8'));
      assert.throws(() => parseEnsembleCard(JSON.stringify(change(card)), 'card'), {
        code: 'INVALID_MODEL',
        message,
      });
    });
  }

  it('need some rows of each outcome', () => {
    const few = Uint8Array.from({ length: 50 }, (_, k) => (k < 4 ? 1 : 0));
    assert.throws(
      () => dealFolds(few, 5, new Random(1)),
      /rows that failed, among those to learn from; got 4; allowed: at least 5/,
    );
  });
});
