import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Random } from '../../../lib/random';
import { type Dataset, pickRows } from '../../../lib/risk/dataset';
import { trainGiniForest } from '../../../lib/risk/members/gini-forest';
import { isolationScore } from '../../../lib/risk/members/isolation-forest';
import { growIsolation } from '../../../lib/risk/members/isolation-trees';
import { forestProbability } from '../forest-probability';
import { auc } from '../../../lib/risk/metrics';
import { withReference } from '../../support/reference';
import { readAnomalies } from '../anomaly-data';

const FOREST = { trees: 100, rows_per_tree: 20_000, least_leaf: 1, max_depth: 30 };

describe('risk: the forest of our own', function () {
  this.timeout(120_000);

  for (const [name, derived, scikitLearn] of [
    ['six raw features', false, 0.965],
    ['derived features added', true, 0.978],
  ] as const) {
    it(`is within 0.01 of scikit-learn's AUC on AI4I, ${name}`, function () {
      const { data, folds } = readAi4i(
        withReference(this, 'ml/ai4i/ai4i2020.csv'),
        withReference(this, 'ml/ai4i/ai4i_folds.txt'),
        derived,
      );
      const places = Array.from(folds.keys());
      const areas = [0, 1, 2, 3, 4].map((fold) => {
        const learned = pickRows(
          data,
          places.filter((row) => folds[row] !== fold),
        );
        const unseen = pickRows(
          data,
          places.filter((row) => folds[row] === fold),
        );
        const forest = trainGiniForest(learned, { ...FOREST, random: new Random(1) });
        return auc(forestProbability(forest, unseen.rows), unseen.labels);
      });
      const mean = areas.reduce((sum, area) => sum + area) / 5;
      assert.ok(Math.abs(mean - scikitLearn) < 0.01, `mean AUC ${mean}, scikit-learn ${scikitLearn}`);
    });
  }

  it('fits rows that differ perfectly, learns from what is missing, and is the same for the same seed', () => {
    const rows = Float32Array.from({ length: 200 }, (_, k) => (k % 3 === 0 ? Number.NaN : k));
    const labels = Uint8Array.from({ length: 200 }, (_, k) => (k % 3 === 0 || k > 150 ? 1 : 0));
    const grow = (seed: number) =>
      trainGiniForest({ feature_count: 1, rows, labels }, { ...FOREST, trees: 30, random: new Random(seed) });
    const said = forestProbability(grow(1), rows);
    labels.forEach((label, k) => {
      assert.equal(said[k]! > 0.5, label === 1, `row ${k}`);
    });
    assert.deepEqual(grow(1), grow(1));
    assert.notDeepEqual(grow(1).threshold, grow(2).threshold);
  });

  it('grows no leaf with fewer rows than allowed and nothing deeper', () => {
    const random = new Random(3);
    const rows = Float32Array.from({ length: 900 }, () => random.normal());
    const labels = Uint8Array.from({ length: 300 }, () => random.below(2));
    const data = { feature_count: 3, rows, labels };
    const { cover, feature } = trainGiniForest(data, { ...FOREST, trees: 10, least_leaf: 7, random });
    assert.ok(cover!.every((seen) => seen >= 7));
    assert.ok(cover!.some((seen, node) => feature[node]! < 0 && seen < 20));
    assert.ok(trainGiniForest(data, { ...FOREST, trees: 1, max_depth: 2, random }).feature.length <= 7);
  });
});

describe('risk: the isolation forest of our own', () => {
  for (const [file, scikitLearn] of [
    ['38_thyroid.csv', 0.978],
    ['23_mammography.csv', 0.859],
  ] as const) {
    it(`is within 0.005 of scikit-learn on ${file}, mean of five seeds`, function () {
      this.timeout(60_000);
      const data = readAnomalies(withReference(this, `ml/anomaly/${file}`));
      const areas = [1, 2, 3, 4, 5].map((seed) => {
        const model = growIsolation(data, { trees: 400, sample_size: 256, random: new Random(seed) });
        return auc(isolationScore(model, data.rows), data.labels);
      });
      const mean = areas.reduce((sum, area) => sum + area) / 5;
      assert.ok(Math.abs(mean - scikitLearn) < 0.005, `mean AUC ${mean}, scikit-learn ${scikitLearn}`);
    });
  }

  it('never splits on equal values, and scores rows that lack some', () => {
    const random = new Random(1);
    const rows = Float32Array.from({ length: 1500 }, (_, k) => {
      if (k % 3 === 1) return 5;
      return k % 30 === 0 ? Number.NaN : random.normal();
    });
    const model = growIsolation(
      { feature_count: 3, rows, labels: new Uint8Array(500) },
      { trees: 50, sample_size: 256, random },
    );
    assert.ok(!model.ensemble.feature.includes(1));
    const [ordinary, lacking, strange] = isolationScore(
      model,
      Float32Array.of(0, 5, 0, Number.NaN, 5, 0, 9, 5, -9),
    );
    assert.ok(ordinary! < 0.5 && lacking! < 0.55 && strange! > 0.7, `${ordinary}, ${lacking}, ${strange}`);
  });
});

function readAi4i(file: string, foldFile: string, derived: boolean): { data: Dataset; folds: number[] } {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const cells = lines.map((line) => line.split(','));
  const rows = cells.map((cell) => {
    const x = ['LMH'.indexOf(cell[2]!), ...cell.slice(3, 8).map(Number)] as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return derived ? [...x, x[2] - x[1], x[3] * x[4], x[5] * x[4]] : x;
  });
  return {
    data: {
      feature_count: rows[0]!.length,
      rows: Float32Array.from(rows.flat()),
      labels: Uint8Array.from(cells, (cell) => Number(cell[8])),
    },
    folds: readFileSync(foldFile, 'utf8').trim().split(/\r?\n/).map(Number),
  };
}
