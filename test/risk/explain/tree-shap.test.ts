import assert from 'node:assert/strict';
import { Random } from '../../../lib/random';
import { explainTrees } from '../../../lib/risk';
import { importXgboost } from '../../../lib/risk/exchange/xgboost';
import { trainGiniForest } from '../../../lib/risk/members/gini-forest';
import type { TreeEnsemble } from '../../../lib/risk/trees/ensemble';
import { sumLeaves } from '../../../lib/risk/trees/evaluate';
import { readJson, withReference } from '../../support/reference';
import { readXgboostData } from '../xgboost-data';

describe('risk: TreeSHAP', () => {
  it('equals the pred_contribs of XGBoost, on the trees of its own file', function () {
    const data = readXgboostData(withReference(this, 'ml/xgboost-exact/data.csv'));
    const { contributions_first_50: expected } = readJson<{ contributions_first_50: number[][] }>(
      withReference(this, 'ml/xgboost-exact/expected.json'),
    );
    const { trees } = importXgboost(
      readJson(withReference(this, 'ml/xgboost-exact/model.json')),
      'model.json',
    );
    const contributions = explainTrees(trees, data.rows.subarray(0, 500));
    const worst = Math.max(...expected.flat().map((value, k) => Math.abs(value - contributions[k]!)));
    assert.equal(contributions.length, 550);
    assert.ok(worst < 1e-5, `largest difference ${worst}`);
    const all = explainTrees(trees, data.rows);
    const sums = sumLeaves(trees, data.rows);
    sums.forEach((sum, row) => {
      const added = all.subarray(row * 11, row * 11 + 11).reduce((a, b) => a + b);
      assert.ok(Math.abs(added - sum) < 1e-9, `row ${row}: ${added}, sum of leaves ${sum}`);
    });
  });

  it('is the Shapley value by its definition, over all sets of features', () => {
    const random = new Random(4);
    const rows = Float32Array.from({ length: 200 * 4 }, () =>
      random.next() < 0.1 ? Number.NaN : random.normal(),
    );
    const labels = Uint8Array.from({ length: 200 }, (_, k) => (rows[4 * k]! + rows[4 * k + 1]! > 0 ? 1 : 0));
    const forest = trainGiniForest(
      { feature_count: 4, rows, labels },
      { trees: 3, rows_per_tree: 200, least_leaf: 2, max_depth: 8, random },
    );
    for (let row = 0; row < 10; row++) {
      const x = rows.subarray(4 * row, 4 * row + 4);
      const contributions = explainTrees(forest, x);
      for (let feature = 0; feature < 4; feature++) {
        const expected = shapley(forest, x, feature);
        assert.ok(Math.abs(contributions[feature]! - expected) < 1e-9, `row ${row}, feature ${feature}`);
      }
    }
  });

  it('is refused for trees that do not say what their nodes have seen', () => {
    const bare = {
      feature_count: 1,
      roots: Int32Array.of(0),
      feature: Int16Array.of(-1),
      threshold: Float32Array.of(0),
      left: Int32Array.of(-1),
      right: Int32Array.of(-1),
      default_left: Uint8Array.of(0),
      value: Float32Array.of(1),
    };
    assert.throws(() => explainTrees(bare, Float32Array.of(1)), { code: 'INVALID_MODEL', message: /cover/ });
  });
});

/** Σ |S|! (n − |S| − 1)! / n! × (v(S ∪ {i}) − v(S)), v by the rows that each side of an unknown split has seen. */
function shapley(trees: TreeEnsemble, x: Float32Array, feature: number): number {
  const weights = [1 / 4, 1 / 12, 1 / 12, 1 / 4];
  let sum = 0;
  for (let set = 0; set < 16; set++) {
    if ((set >> feature) & 1) continue;
    const size = [0, 1, 2, 3].filter((k) => (set >> k) & 1).length;
    sum += weights[size]! * (valueOfSet(trees, x, set | (1 << feature)) - valueOfSet(trees, x, set));
  }
  return sum;
}

function valueOfSet(trees: TreeEnsemble, x: Float32Array, set: number): number {
  const below = (node: number): number => {
    const feature = trees.feature[node]!;
    if (feature < 0) return trees.value[node]!;
    const [left, right] = [trees.left[node]!, trees.right[node]!];
    if ((set >> feature) & 1) {
      const value = x[feature]!;
      const goesLeft = Number.isNaN(value) ? trees.default_left[node] === 1 : value < trees.threshold[node]!;
      return below(goesLeft ? left : right);
    }
    const cover = trees.cover!;
    return (cover[left]! * below(left) + cover[right]! * below(right)) / cover[node]!;
  };
  return trees.roots.reduce((sum, root) => sum + below(root), 0);
}
