import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { READINGS } from '../../lib/contract';
import { Random } from '../../lib/random';
import { type ModelNotUsed, openRiskScorer, openRiskWorkbench } from '../../lib/risk';
import { dealFolds } from '../../lib/risk/ensemble/folds';
import { learnEnsemble } from '../../lib/risk/ensemble/learn';
import { peekModel } from '../../lib/risk/model/source';
import { generateRows } from '../../lib/risk/synthetic/generate';
import { ROOT } from '../support/reference';

const silent = { report: () => {} };
const trained_at = '2026-01-31T12:00:00.000Z';

describe("risk: models of a user's rows in the flow", function () {
  this.timeout(60_000);
  let folder: string;
  const data = generateRows(500, 3);
  const rows = Float64Array.from(data.rows);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-own-models-'));
    const header = [...READINGS, 'maker', 'horizon_days', 'acceleration', 'fails'].join(',');
    const lines = Array.from(data.labels, (label, row) =>
      [...data.rows.subarray(row * 10, row * 10 + 10), 'abc'[row % 3], 30, 10, label].join(','),
    );
    writeFileSync(path.join(folder, 'rows.csv'), [header, ...lines].join('\n'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('serve with the inputs that they were trained on, in their order, derived ones too', async () => {
    const models = path.join(folder, 'models');
    await train(models, 'mine-v3', {
      features: ['vibration_mm_s', 'temperature_c'],
      derive: [{ name: 'heat', expression: 'temperature_c * load_mw' }],
    });
    const scorer = await openRiskScorer({ folder: models }, silent);
    const { version, trained_on, horizon_h, horizon } = scorer.info();
    assert.deepEqual([version, trained_on, horizon_h, horizon], ['1', 'user_rows', 720, '30 days']);
    const { failure_probability, drift } = await scorer.score(rows);
    const { predictions } = await workbench().score({
      model: path.join(models, 'mine-v3'),
      file: path.join(folder, 'rows.csv'),
      header: true,
    });
    assert.deepEqual(failure_probability, predictions, 'as the command line scores them');
    assert.deepEqual(
      drift?.features.map(({ name }) => name),
      ['vibration_mm_s', 'temperature_c', 'heat'],
    );
    const { features, base_value, contributions, margin } = await scorer.explain(rows.subarray(0, 500));
    assert.deepEqual(features, ['vibration_mm_s', 'temperature_c', 'heat']);
    margin.forEach((sum, row) => {
      const parts = contributions.subarray(row * 3, row * 3 + 3);
      assert.ok(Math.abs(parts.reduce((a, b) => a + b, base_value) - sum) < 1e-9);
    });
  });

  it('are set aside where their inputs are no readings, and the next best serves', async () => {
    const models = path.join(folder, 'others');
    await train(models, 'mine-v1', { features: ['age_years', 'corrosion'] });
    await train(models, 'mine-v2', { features: ['age_years', 'maker'] });
    const events: ModelNotUsed[] = [];
    const scorer = await openRiskScorer({ folder: models }, { report: (event) => events.push(event) });
    assert.equal(events.length, 1);
    assert.match(events[0]!.problem.at, /mine-v2.*card\.json, features/);
    assert.equal(events[0]!.problem.got, 'maker, a category');
    assert.equal((await scorer.score(rows.subarray(0, 10))).failure_probability.length, 1);
    assert.deepEqual(readdirSync(models).sort(), ['mine-v1', 'mine-v2.corrupt']);
  });

  it('are passed over, and left alone, where their inputs cannot be computed', async () => {
    const models = path.join(folder, 'broken');
    await train(models, 'mine-v1', {
      features: ['age_years'],
      derive: [{ name: 'heat', expression: 'temperature_c * load_mw' }],
    });
    const card = path.join(models, 'mine-v1/card.json');
    writeFileSync(card, readFileSync(card, 'utf8').replace('temperature_c * load_mw', 'temperature_c *'));
    const events: ModelNotUsed[] = [];
    const shipped = path.join(ROOT, 'models/risk');
    const scorer = await openRiskScorer(
      { folder: models, shipped },
      { report: (event) => events.push(event) },
    );
    assert.equal(scorer.info().id, 'simulated-30d');
    assert.equal(events.length, 1);
    assert.ok('passed_over' in events[0]! && /derived column "heat"/.test(events[0].problem.at));
    assert.deepEqual(readdirSync(models), ['mine-v1']);
    const compared = await peekModel({ folder: models, shipped });
    assert.equal(compared?.card.id, 'simulated-30d', 'a new model is held against the one that serves');
  });

  it('take what an edge gives no finite input for as missing, and score the others', async () => {
    const models = path.join(folder, 'ratios');
    await train(models, 'mine-v1', {
      features: ['age_years'],
      derive: [
        { name: 'load_a_year', expression: 'load_mw / age_years' },
        { name: 'root', expression: '$sqrt(temperature_c + 60)' },
      ],
    });
    const scorer = await openRiskScorer({ folder: models }, silent);
    const two = Float64Array.from(rows.subarray(0, 20));
    const [alone] = (await scorer.score(two.subarray(10))).failure_probability;
    // 0 / 0, and the root of a negative number.
    two.fill(0, 0, 10)[0] = -100;
    const { failure_probability } = await scorer.score(two);
    assert.ok(failure_probability[0]! > 0 && failure_probability[0]! < 1);
    assert.equal(failure_probability[1], alone);
  });

  it('are judged for the exposure of the rows, and serve hazards as they are', async () => {
    const models = path.join(folder, 'exposed');
    const trained = await train(models, 'mine-v1', { features: [...READINGS] });
    const judge = (text: (line: string) => string) => {
      const file = path.join(folder, 'changed.csv');
      const lines = Array.from(data.labels, (label, row) =>
        [...data.rows.subarray(row * 10, row * 10 + 10), text(String(label))].join(','),
      );
      writeFileSync(file, [[...READINGS, text('fails')].join(','), ...lines].join('\n'));
      return workbench().evaluate({
        model: path.join(models, 'mine-v1'),
        file,
        header: true,
        target: 'fails',
      });
    };
    const asTrained = await judge((cell) =>
      cell === 'fails' ? 'horizon_days,acceleration,fails' : `30,10,${cell}`,
    );
    const asTheyAre = await judge((cell) => cell);
    assert.ok(
      asTrained.logloss < 0.8 * asTheyAre.logloss,
      'a tenth of the hazard is too little for these rows',
    );
    assert.ok(asTrained.logloss < trained.logloss, 'rows that it has learned from');
    const longer = await judge((cell) =>
      cell === 'fails' ? 'horizon_days,acceleration,fails' : `300,1,${cell}`,
    );
    assert.ok(
      Math.abs(longer.logloss - asTrained.logloss) < 1e-12,
      'ten times as long is ten times as often',
    );
  });

  it('never part the rows of one group', () => {
    const random = new Random(5);
    const groups = Int32Array.from({ length: 400 }, () => random.below(40));
    const labels = Uint8Array.from(groups, (group) => (group % 4 === 0 ? 1 : 0));
    const folds = dealFolds(labels, 5, random, groups);
    const of = new Map<number, number>();
    groups.forEach((group, row) => {
      assert.equal(of.get(group) ?? folds[row], folds[row]);
      of.set(group, folds[row]!);
    });
    for (let fold = 0; fold < 5; fold++) {
      const held = [...folds.keys()].filter((row) => folds[row] === fold);
      assert.ok(held.length > 40 && held.some((row) => labels[row] === 1));
    }
    assert.throws(
      () =>
        dealFolds(
          labels,
          5,
          random,
          groups.map((group) => group % 3),
        ),
      /at least 5 groups/,
    );
  });

  it('are grown deep where inputs act together, shallow where effects add up', () => {
    const random = new Random(9);
    const inputs = Float32Array.from({ length: 4 * 1500 }, () => random.normal());
    const outcome = (logOdds: (x: Float32Array) => number) => ({
      feature_count: 4,
      rows: inputs,
      labels: Uint8Array.from({ length: 1500 }, (_, row) =>
        random.next() < 1 / (1 + Math.exp(-logOdds(inputs.subarray(4 * row, 4 * row + 4)))) ? 1 : 0,
      ),
    });
    const sum = learnEnsemble(
      outcome((x) => x[0]! + x[1]! - x[2]! - 2),
      1,
      () => {},
    );
    const product = learnEnsemble(
      outcome((x) => 6 * Math.sign(x[0]! * x[1]! * x[2]!)),
      1,
      () => {},
    );
    assert.deepEqual([sum.shape.max_depth, product.shape.max_depth], [2, 6]);
  });

  function workbench() {
    return openRiskWorkbench({ software: 'test' }, silent);
  }

  function train(models: string, name: string, choice: object) {
    return workbench().train({
      file: path.join(folder, 'rows.csv'),
      header: true,
      derive: [],
      ...choice,
      target: 'fails',
      seed: 1,
      out: path.join(models, name),
      trained_at,
    });
  }
});
