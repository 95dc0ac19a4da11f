import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../lib/random';
import type { Dataset } from '../../lib/risk/dataset';
import { averagePath, isolationScore, trainIsolation } from '../../lib/risk/members/isolation-forest';
import { auc } from '../../lib/risk/metrics';
import { withReference } from '../support/reference';
import { readAnomalies } from './anomaly-data';

const SEEDS = [1, 2, 3, 4, 5];

describe('risk: isolation forest', () => {
  for (const [file, scikitLearn] of [
    ['38_thyroid.csv', 0.978],
    ['23_mammography.csv', 0.859],
  ] as const) {
    it(`finds the anomalies of ${file} as scikit-learn does`, function () {
      const data = readAnomalies(withReference(this, `ml/anomaly/${file}`));
      const areas = SEEDS.map((seed) => auc(isolationScore(train(data, seed), data.rows), data.labels));
      const mean = areas.reduce((sum, area) => sum + area) / areas.length;
      assert.ok(Math.abs(mean - scikitLearn) < 0.02, `mean AUC ${mean}, scikit-learn ${scikitLearn}`);
    });
  }

  it('is the same for the same seed, and leaves Math.random as it was', () => {
    const original = Math.random;
    const data = cloud();
    // Not deepEqual: its report on arrays of this size takes minutes.
    assert.ok(isDeepStrictEqual(train(data, 7), train(data, 7)));
    assert.ok(!isDeepStrictEqual(train(data, 7), train(data, 8)));
    assert.equal(Math.random, original);
  });

  it('scores ordinary rows below and strange rows above one half', () => {
    const model = train(cloud(), 1);
    const [ordinary, strange] = isolationScore(model, Float32Array.of(0, 0, 0, 9, -9, 9));
    assert.ok(ordinary! < 0.5 && strange! > 0.65, `${ordinary}, ${strange}`);
  });

  it('counts no step that parts nothing: a column of equal values is never split on', () => {
    const data = cloud();
    for (let row = 0; row < data.labels.length; row++) data.rows[row * 3 + 1] = 5;
    const { ensemble, sample_size } = train(data, 1);
    assert.equal(sample_size, 256);
    assert.ok(ensemble.feature.includes(0) && ensemble.feature.includes(2));
    assert.ok(!ensemble.feature.includes(1));
  });

  it('normalises path lengths by the mean unsuccessful search', () => {
    assert.equal(averagePath(1), 0);
    assert.equal(averagePath(2), 1);
    // Liu, Ting, Zhou: c(256) ≈ 10.24
    assert.ok(Math.abs(averagePath(256) - 10.24) < 0.01);
  });
});

function train(data: Dataset, seed: number) {
  return trainIsolation(data, { trees: 100, sample_size: 256, random: new Random(seed) });
}

function cloud(): Dataset {
  const random = new Random(42);
  const rows = Float32Array.from({ length: 3000 }, () => random.normal());
  return { feature_count: 3, rows, labels: new Uint8Array(1000) };
}
