import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { boostedProbability, trainBoosting } from '../../lib/risk/boosting/train';
import type { Dataset } from '../../lib/risk/dataset';
import { referenceFolder } from './reference';

const options = { max_depth: 4, lambda: 1, gamma: 0, min_child_weight: 1, eta: 0.1, rounds: 50 };

describe('risk: boosted trees', () => {
  it('equal XGBoost tree_method=exact on rows with missing values', function () {
    const folder = referenceFolder(this, 'ml/xgboost-exact');
    const data = readData(path.join(folder, 'data.csv'));
    const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8'))
      .prediction as number[];
    const model = trainBoosting(data, options);
    const prediction = boostedProbability(model, data.rows);
    const worst = Math.max(...expected.map((p, row) => Math.abs(p - prediction[row]!)));
    assert.equal(prediction.length, 3000);
    assert.ok(worst < 1e-6, `largest difference ${worst}`);
  });
});

/** Features in all columns but the last, the label in the last; an empty cell is missing. */
function readData(file: string): Dataset {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const cells = lines.map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
  return {
    feature_count: 10,
    rows: Float32Array.from(cells.flatMap((row) => row.slice(0, 10))),
    labels: Uint8Array.from(cells, (row) => row[10]!),
  };
}
