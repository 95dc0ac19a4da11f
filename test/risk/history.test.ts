import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { READINGS } from '../../lib/contract';
import { Random } from '../../lib/random';
import { openRiskScorer, openRiskTrainer, type TrainingResult } from '../../lib/risk';
import { fitLogistic, logisticProbability } from '../../lib/risk/baseline/logistic-regression';
import { boostedProbability } from '../../lib/risk/boosting/train';
import { scoreEnsemble } from '../../lib/risk/ensemble/score';
import { withExposure } from '../../lib/risk/exposure';
import { historyOf, type LabelledRow } from '../../lib/risk/history/history';
import { calibrationError } from '../../lib/risk/metrics';
import { openModel } from '../../lib/risk/model/source';
import { generateRows } from '../../lib/risk/synthetic/generate';
import { ROOT } from '../support/reference';

const trained_at = '2026-01-31T12:00:00.000Z';
const silent = { report: () => {} };
const SHIPPED = path.join(ROOT, 'models/risk');

describe('risk: training on a history', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-history-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes a history apart so that held-out edges and times are in no other part', () => {
    const rows = rowsOf(4000, { split: true });
    const { parts, held_out_prior, horizon_h, acceleration } = historyOf(rows);
    const count = (edge: string, time: string) =>
      rows.filter((row) => row.split_edge === edge && row.split_time === time).length;
    assert.equal(parts.held_out.labels.length, count('test', 'test'));
    assert.equal(parts.training.labels.length, count('train', 'train'));
    assert.equal(parts.early_stopping.labels.length, count('validation', 'train'));
    assert.equal(
      parts.combination.labels.length,
      count('train', 'validation') + count('validation', 'validation'),
    );
    assert.deepEqual([horizon_h, acceleration], [720, 10]);
    const first = rows.find((row) => row.split_edge === 'test' && row.split_time === 'test')!;
    assert.equal(held_out_prior[0], first.prior);
    assert.equal(parts.held_out.rows[0], Math.fround(first.temperature_c));
  });

  it('holds out the last rows where they do not say which', () => {
    const rows = rowsOf(1000, {});
    const { parts, held_out_prior } = historyOf(rows);
    assert.deepEqual(
      [parts.training, parts.early_stopping, parts.combination, parts.held_out].map((p) => p.labels.length),
      [600, 100, 150, 150],
    );
    assert.equal(parts.held_out.rows[0], Math.fround(rows[850].temperature_c));
    assert.ok(held_out_prior.every(Number.isNaN));
  });

  it('refuses what is no history, naming row and field', () => {
    const rows = rowsOf(1000, {});
    const broken = (change: object) => rows.map((row, n) => (n === 3 ? { ...row, ...change } : row));
    const cases: [readonly unknown[], RegExp][] = [
      [[], /rows; got "none"/],
      [[1], /rows\[0\]; got 1; allowed: an object/],
      [broken({ fails: 2 }), /rows\[3\]\.fails; got 2/],
      [broken({ load_mw: Number.NaN }), /rows\[3\]\.load_mw; got NaN/],
      [broken({ humidity_percent: Number.POSITIVE_INFINITY }), /humidity_percent; got Infinity/],
      [broken({ horizon_days: 7 }), /rows\[3\]\.horizon_days; got 7; allowed: 30, as in rows\[0\]/],
      [broken({ acceleration: 2 }), /rows\[3\]\.acceleration/],
      [broken({ split_edge: 'some' }), /rows\[3\]\.split_edge/],
      [rows.map((row) => ({ ...row, fails: 1 })), /part for training; got "600 rows, 600 of them fail"/],
      [rows.slice(0, 40), /at least 50 rows/],
    ];
    for (const [bad, message] of cases) assert.throws(() => historyOf(bad), message);
  });

  it('trains, writes its origin and what it beat into the card, and serves hazards as they are', async () => {
    const result = await train({ rows: rowsOf(6000, { split: true }) });
    assert.ok('saved_to' in result);
    const card = JSON.parse(readFileSync(path.join(result.saved_to, 'card.json'), 'utf8'));
    assert.deepEqual(
      [card.id, card.trained_on, card.horizon_h, card.acceleration],
      ['flow-1', 'simulated_failures', 720, 10],
    );
    const { ensemble, logistic_regression, cnaim_prior } = card.evaluation;
    assert.ok(ensemble.log_loss < logistic_regression.log_loss && ensemble.log_loss < cnaim_prior.log_loss);
    assert.ok(ensemble.auc > logistic_regression.auc);
    const scorer = await openRiskScorer({ folder }, silent);
    const rows = Float64Array.from(generateRows(50, 3).rows);
    const { failure_probability } = await scorer.score(rows);
    const accelerated = { ...card, acceleration: 1 };
    writeFileSync(path.join(result.saved_to, 'card.json'), JSON.stringify(accelerated));
    const raw = await (await openRiskScorer({ folder }, silent)).score(rows);
    raw.failure_probability.forEach((p, row) => {
      assert.ok(Math.abs(failure_probability[row] - (1 - (1 - p) ** 0.1)) < 1e-12);
    });
  });

  it('keeps a new model only where it is better than what serves', async () => {
    const rows = rowsOf(4000, {});
    const first = await train({ rows, trained_on: 'field_failures' }, { folder });
    assert.ok('saved_to' in first && first.comparison?.current.id === 'cnaim-prior');
    const again = await train({ rows }, { folder });
    assert.ok('rejected' in again, 'the same model is not better');
    assert.equal(again.rejected.candidate.log_loss, again.rejected.current.log_loss);
    assert.equal(again.rejected.rows, 600);
    const more = await train({ rows: [...rows, ...rowsOf(9000, {}, 5)] }, { folder });
    assert.ok('saved_to' in more && more.info.version === '2');
    assert.ok(existsSync(path.join(folder, 'flow-1-v2')));
  });

  it('compares with the next best where the newest model is broken, and leaves that to whoever serves', async () => {
    mkdirSync(path.join(folder, 'flow-1-v1'));
    writeFileSync(path.join(folder, 'flow-1-v1/card.json'), '{');
    const result = await train({ rows: rowsOf(2000, {}) }, { folder });
    assert.ok('saved_to' in result && result.comparison?.current.id === 'cnaim-prior');
    assert.equal(result.info.version, '2');
    assert.ok(existsSync(path.join(folder, 'flow-1-v1/card.json')));
  });

  it('reads a file of rows, and names the line that is none', async () => {
    const file = path.join(folder, 'rows.ndjson');
    const lines = rowsOf(2000, {}).map((row) => JSON.stringify(row));
    writeFileSync(file, `${lines.join('\n')}\n`);
    assert.ok('saved_to' in (await train({ file })));
    writeFileSync(file, `${lines[0]}\n{"fails":`);
    await assert.rejects(train({ file }), /rows\.ndjson, line 2/);
    await assert.rejects(train({ file: path.join(folder, 'none') }), /none; got .*ENOENT/);
  });

  async function train(request: object, current?: { folder: string }): Promise<TrainingResult> {
    const init = { folder, seed: 1, trained_at, ...(current && { current }) };
    return (await openRiskTrainer(init, silent)).train(request);
  }
});

describe('risk: the model that comes with the package', () => {
  const card = JSON.parse(readFileSync(path.join(SHIPPED, 'simulated-30d-v1/card.json'), 'utf8'));

  it('beats the prior and a logistic regression on edges and times never seen', () => {
    const { ensemble, cnaim_prior, logistic_regression, rows, failures } = card.evaluation;
    assert.deepEqual([card.horizon_h, card.trained_on], [720, 'simulated_failures']);
    assert.ok(rows > 1000 && failures > 100);
    for (const yardstick of [cnaim_prior, logistic_regression]) {
      assert.ok(ensemble.auc > yardstick.auc && ensemble.log_loss < yardstick.log_loss);
    }
  });

  it('serves where the models folder has none, and leaves its files alone where they are broken', async () => {
    const scorer = await openRiskScorer({ folder: 'none', shipped: SHIPPED }, silent);
    assert.equal(scorer.info().id, 'simulated-30d');
    assert.throws(() => scorer.withdraw(), /simulated-30d, which is not one of the models folder/);
    const broken = mkdtempSync(path.join(tmpdir(), 'gridloom-shipped-'));
    mkdirSync(path.join(broken, 'simulated-30d-v1'));
    writeFileSync(path.join(broken, 'simulated-30d-v1/card.json'), '{"format": "grid');
    const events: object[] = [];
    const report = (event: object) => events.push(event);
    const prior = await openRiskScorer({ folder: 'none', shipped: broken, orPrior: true }, { report });
    assert.equal(prior.info().id, 'cnaim-prior');
    assert.equal(events.length, 1);
    assert.ok(existsSync(path.join(broken, 'simulated-30d-v1/card.json')));
    rmSync(broken, { recursive: true });
  });

  it("leaves another runtime's figures as they are, whatever the acceleration of its own", () => {
    const { model } = openModel({ folder: 'none', shipped: SHIPPED }, () => {})!;
    const { rows } = generateRows(3, 1);
    const own = scoreEnsemble(model, rows);
    const told = Float64Array.of(0.1, 0.5, 0.9);
    const scores = scoreEnsemble(model, rows, told);
    assert.deepEqual(scores.members, { ...own.members, gradient_boosting: told });
    // Their place in the pool is that of the model's own trees, whose margin is of accelerated failures.
    const { weights } = model.card.combination.pools[0];
    const accelerated = (p: number) => Math.log(withExposure(p, 4) / (1 - withExposure(p, 4)));
    const margins = boostedProbability(model.members.gradient_boosting!, rows).map((p) =>
      Math.log(p / (1 - p)),
    );
    scores.failure_probability.forEach((p, row) => {
      const shift = weights.gradient_boosting! * (accelerated(told[row]) - margins[row]);
      const expected = 1 / (1 + Math.exp(-(accelerated(own.failure_probability[row]) + shift)));
      assert.ok(Math.abs(p - withExposure(expected, 1 / 4)) < 1e-6, `${p}`);
    });
  });

  it('sees what stresses an edge', async () => {
    const scorer = await openRiskScorer({ folder: 'none', shipped: SHIPPED }, silent);
    const ordinary = [42, 28, 0.3, 22, 0.15, 2.5, 0.9, 1, 18, 60];
    const hot = [130, ...ordinary.slice(1)];
    const { failure_probability: p } = await scorer.score(Float64Array.from([...ordinary, ...hot]));
    assert.ok(p[0] < 0.05, `${p[0]}`);
    assert.ok(p[1] > 3 * p[0], `${p[1]}`);
  });
});

describe('risk: yardsticks', () => {
  it('fits a logistic regression: the gradient vanishes, and known weights come back', () => {
    const random = new Random(2);
    const count = 20_000;
    const rows = Float32Array.from({ length: 2 * count }, () => random.normal());
    const labels = Uint8Array.from({ length: count }, (_, row) => {
      const x = -1 + 1.5 * rows[2 * row] - 0.5 * rows[2 * row + 1];
      return random.next() < 1 / (1 + Math.exp(-x)) ? 1 : 0;
    });
    const model = fitLogistic({ feature_count: 2, rows, labels });
    const weights = model.weights.slice(0, 2).map((w, j) => w / model.deviation[j]);
    assert.ok(Math.abs(weights[0] - 1.5) < 0.06 && Math.abs(weights[1] + 0.5) < 0.06, `${weights}`);
    const p = logisticProbability(model, rows);
    const residual = p.reduce((sum, value, row) => sum + value - labels[row], 0);
    assert.ok(Math.abs(residual) < 1e-6, 'as many expected as there are');
    assert.ok(Number.isFinite(logisticProbability(model, [Number.NaN, 3])[0]));
  });

  it('measures calibration', () => {
    const random = new Random(3);
    const p = Float64Array.from({ length: 50_000 }, () => random.next());
    const labels = Uint8Array.from(p, (value) => (random.next() < value ? 1 : 0));
    assert.ok(calibrationError(p, labels) < 0.01);
    assert.ok(
      Math.abs(
        calibrationError(
          p.map((value) => value / 2),
          labels,
        ) - 0.25,
      ) < 0.01,
    );
  });

  it('converts exposures, and back', () => {
    assert.equal(withExposure(0.3, 1), 0.3);
    assert.ok(Math.abs(withExposure(withExposure(0.3, 10), 0.1) - 0.3) < 1e-12);
    assert.deepEqual([withExposure(0, 5), withExposure(1, 0.1)], [0, 1]);
  });
});

/** Rows of the generator, as a history would have them. */
function rowsOf(count: number, { split = false }, seed = 4): LabelledRow[] {
  const data = generateRows(count, seed);
  const random = new Random(seed, 1);
  const pick = (): 'train' | 'validation' | 'test' => {
    const u = random.next();
    return u < 0.6 ? 'train' : u < 0.8 ? 'validation' : 'test';
  };
  return Array.from({ length: count }, (_, row) => {
    const readings = READINGS.map((name, column) => [name, data.rows[row * READINGS.length + column]]);
    return {
      ...(Object.fromEntries(readings) as Record<(typeof READINGS)[number], number>),
      fails: data.labels[row] as 0 | 1,
      horizon_days: 30,
      ...(split && { acceleration: 10, split_edge: pick(), split_time: pick(), prior: 0.1 * random.next() }),
    };
  });
}
