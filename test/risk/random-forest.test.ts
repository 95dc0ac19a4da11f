import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { RandomForestClassifier } from 'ml-random-forest';
import { Random } from '../../lib/random';
import { type Dataset, toArrays } from '../../lib/risk/dataset';
import { trainForest } from '../../lib/risk/members/random-forest';
import { forestProbability } from './forest-probability';

const options = { trees: 1, rows_per_tree: 400, features_per_tree: 3 };

describe('risk: random forest', () => {
  it('votes as the package does, tree by tree, on rows that it has not seen', () => {
    const data = sample(600, 1);
    const unseen = sample(500, 2);
    for (const seed of [1, 2, 3]) {
      const trees = trainForest(data, { ...options, random: new Random(seed) });
      const votes = forestProbability(trees, unseen.rows).map((share) => (share > 0.5 ? 1 : 0));
      assert.deepEqual([...votes], packageVotes(data, unseen, seed));
    }
  });

  it('takes the mean share of failures as probability', () => {
    const data = sample(600, 1);
    const forest = trainForest(data, { ...options, trees: 20, random: new Random(1) });
    const probability = forestProbability(forest, data.rows);
    assert.ok(probability.every((p) => p >= 0 && p <= 1));
    assert.ok(new Set(probability).size > 20, 'more than votes of yes and no');
  });

  it('is the same for the same seed', () => {
    const data = sample(600, 1);
    const train = (seed: number) => trainForest(data, { ...options, trees: 3, random: new Random(seed) });
    // Not deepEqual: its report on arrays of this size takes minutes.
    assert.ok(isDeepStrictEqual(train(5), train(5)));
    assert.ok(!isDeepStrictEqual(train(5), train(6)));
  });
});

/** The package's own prediction, with the rows and the seed that trainForest draws for its first tree. */
function packageVotes(data: Dataset, unseen: Dataset, seed: number): number[] {
  const random = new Random(seed);
  const rows = toArrays(data);
  const places = Array.from({ length: options.rows_per_tree }, () => random.below(rows.length));
  const forest = new RandomForestClassifier({
    nEstimators: 1,
    maxFeatures: options.features_per_tree,
    replacement: false,
    useSampleBagging: false,
    noOOB: true,
    seed: random.below(2 ** 31),
    treeOptions: { gainThreshold: 1e-4, minNumSamples: 8, maxDepth: 10 },
  });
  forest.train(
    places.map((place) => rows[place]!),
    places.map((place) => data.labels[place]!),
  );
  return forest.predict(toArrays(unseen));
}

function sample(count: number, seed: number): Dataset {
  const random = new Random(seed);
  const rows = Float32Array.from({ length: count * 4 }, () => random.normal());
  const labels = Uint8Array.from({ length: count }, (_, row) =>
    rows[row * 4]! + rows[row * 4 + 1]! + 0.7 * random.normal() > 0.8 ? 1 : 0,
  );
  return { feature_count: 4, rows, labels };
}
