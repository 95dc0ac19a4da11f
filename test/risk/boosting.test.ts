import assert from 'node:assert/strict';
import { Random } from '../../lib/random';
import { boostedProbability, sigmoid, trainBoosting } from '../../lib/risk/boosting/train';
import type { Dataset } from '../../lib/risk/dataset';
import { auc, logLoss } from '../../lib/risk/metrics';
import type { TreeEnsemble } from '../../lib/risk/trees/ensemble';
import { sumLeaves } from '../../lib/risk/trees/evaluate';
import { readJson, withReference } from '../support/reference';
import { readXgboostData } from './xgboost-data';

const options = { max_depth: 4, lambda: 1, gamma: 0, min_child_weight: 1, eta: 0.1, rounds: 50 };

describe('risk: boosted trees', () => {
  it('equal XGBoost tree_method=exact on rows with missing values', function () {
    const data = readXgboostData(withReference(this, 'ml/xgboost-exact/data.csv'));
    const file = withReference(this, 'ml/xgboost-exact/expected.json');
    const expected = readJson<{ prediction: number[] }>(file).prediction;
    const model = trainBoosting(data, options);
    const prediction = boostedProbability(model, data.rows);
    const worst = Math.max(...expected.map((p, row) => Math.abs(p - prediction[row]!)));
    assert.equal(prediction.length, 3000);
    assert.ok(worst < 1e-6, `largest difference ${worst}`);
  });

  it('learn from a reading that is only there or missing', () => {
    const rows = Float32Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 7 : Number.NaN));
    const labels = Uint8Array.from({ length: 40 }, (_, row) => row % 2);
    const model = trainBoosting({ feature_count: 1, rows, labels }, options);
    const [present, missing] = boostedProbability(model, Float32Array.of(7, Number.NaN));
    assert.ok(present! < 0.1 && missing! > 0.9, `${present}, ${missing}`);
  });

  it('stop early, at the trees that were best on the rows set apart', () => {
    const validation = noisy(2);
    const all = trainBoosting(noisy(1), { ...options, rounds: 100 });
    const stopped = trainBoosting(noisy(1), {
      ...options,
      rounds: 100,
      stopping: { validation, patience: 100 },
    });
    const lossOf = (trees: number) =>
      logLoss(sumLeaves(all, validation.rows, trees).map(sigmoid), validation.labels);
    const losses = Array.from({ length: 100 }, (_, i) => lossOf(i + 1));
    const best = losses.indexOf(Math.min(...losses)) + 1;
    assert.ok(best < 100, 'the rows are noisy enough to overfit');
    assert.ok(Math.abs(stopped.roots.length - best) <= 1, `${stopped.roots.length} trees, best ${best}`);
  });

  it('have no split that brings less than gamma, none deeper than allowed, and light leaves only if allowed', () => {
    const splitsOf = (changes: Partial<typeof options>) =>
      trainBoosting(noisy(1), { ...options, rounds: 5, ...changes }).feature.filter((f) => f >= 0).length;
    const free = splitsOf({});
    assert.ok(splitsOf({ gamma: 2 }) < free);
    assert.equal(splitsOf({ gamma: 1e9 }), 0);
    assert.equal(splitsOf({ max_depth: 1 }), 5);
    assert.ok(splitsOf({ min_child_weight: 20 }) < free);
    assert.equal(splitsOf({ min_child_weight: 1000 }), 0);
  });

  it('find the splits of the exact search in histograms too, where each value has a bin of its own', () => {
    const data = rounded(3);
    const by = (splits: 'exact' | 'histogram') =>
      boostedProbability(trainBoosting(data, { ...options, max_depth: 6, splits }), data.rows);
    const [exact, histogram] = [by('exact'), by('histogram')];
    const worst = Math.max(...exact.map((p, row) => Math.abs(p - histogram[row]!)));
    assert.ok(worst < 1e-6, `largest difference ${worst}`);
  });

  it('lose little to histograms where values share bins, and use them above 50,000 rows', () => {
    const [data, unseen] = [noisy(5, 60_000), noisy(6, 4000)];
    const short = { ...options, rounds: 10 };
    const areaOf = (model: TreeEnsemble) => auc(boostedProbability(model, unseen.rows), unseen.labels);
    const chosen = trainBoosting(data, short);
    assert.deepEqual(chosen.threshold, trainBoosting(data, { ...short, splits: 'histogram' }).threshold);
    const exact = trainBoosting(data, { ...short, splits: 'exact' });
    assert.notDeepEqual(chosen.threshold, exact.threshold);
    assert.ok(Math.abs(areaOf(chosen) - areaOf(exact)) < 0.003);
  });

  it('draw rows and features by the seed', () => {
    const draw = (seed: number, changes = {}) =>
      trainBoosting(noisy(1), { ...options, random: new Random(seed), ...changes });
    const half = { subsample: 0.5, colsample_bytree: 0.34 };
    assert.deepEqual(draw(1, half), draw(1, half));
    assert.notDeepEqual(draw(1, half).threshold, draw(2, half).threshold);
    assert.deepEqual(draw(1), draw(2));
    const { cover, roots, feature } = draw(1, half);
    assert.ok(Math.abs(cover![roots[0]!]! - 50) < 8, 'half of 400 rows, each of weight 1/4');
    roots.forEach((root, tree) => {
      const end = roots[tree + 1] ?? feature.length;
      assert.ok(new Set(feature.subarray(root, end).filter((f) => f >= 0)).size <= 1, 'one feature a tree');
    });
  });

  it('start from the base score', () => {
    const data = noisy(1);
    const model = trainBoosting(data, { ...options, rounds: 1, gamma: 1e9, eta: 1e-6, base_score: 0.2 });
    for (const p of boostedProbability(model, data.rows)) assert.ok(Math.abs(p - 0.2) < 1e-5);
  });

  it('refuse options outside of their limits, by name', () => {
    for (const changes of [{ max_depth: 0 }, { eta: Number.NaN }, { rounds: 1.5 }, { subsample: 2 }]) {
      const [name] = Object.keys(changes);
      assert.throws(() => trainBoosting(noisy(1), { ...options, ...changes }), {
        code: 'INVALID_SETTING',
        message: new RegExp(`: ${name}; got .*; allowed: a (whole )?number from`),
      });
    }
  });
});

/** Few different values, some of them missing. */
function rounded(seed: number): Dataset {
  const random = new Random(seed);
  const data = noisy(seed);
  const rows = data.rows.map((x) => (random.next() < 0.1 ? Number.NaN : Math.round(x * 10)));
  return { ...data, rows };
}

function noisy(seed: number, count = 400): Dataset {
  const random = new Random(seed);
  const rows = Float32Array.from({ length: count * 3 }, () => random.normal());
  const labels = Uint8Array.from({ length: count }, (_, row) =>
    rows[row * 3]! + 1.5 * random.normal() > 0 ? 1 : 0,
  );
  return { feature_count: 3, rows, labels };
}
