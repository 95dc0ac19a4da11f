import { RandomForestClassifier } from 'ml-random-forest';
import type { Random } from '../../random';
import { type Dataset, pickRows, toArrays } from '../dataset';
import { ceilFloat32, TreeBuilder, type TreeEnsemble } from '../trees/ensemble';

export interface ForestOptions {
  trees: number;
  /** Rows that each tree sees: the package's training time grows with their square. */
  rows_per_tree: number;
  /**
   * Half of a tree's rows are drawn from those that failed, as few rows hold few failures where these are rare (C. Chen, A. Liaw,
   * L. Breiman, "Using random forest to learn imbalanced data", 2004). Votes are then no probabilities.
   */
  balanced?: boolean;
  /** Features that each tree sees; the package draws them once a tree. */
  features_per_tree: number;
  random: Random;
  onTree?(tree: number): void;
}

/** What the package's JSON holds of a node. A leaf may keep the split that it tried; it has no children. */
interface CartNode {
  left?: CartNode;
  right?: CartNode;
  splitColumn?: number;
  splitValue?: number;
  /** Shares of the classes at a leaf, as a matrix of one row, up to the highest class that is there. */
  distribution?: number[][];
}

/**
 * A random forest (L. Breiman, 2001, doi 10.1023/A:1010933404324) grown by the package ml-random-forest, one tree
 * at a time on a bootstrap sample of our own, then read from its JSON into the one tree form. A tree's vote is its
 * leaf's share of failures.
 */
export function trainForest(data: Dataset, options: ForestOptions): TreeEnsemble {
  const builder = new TreeBuilder(data.feature_count);
  for (let tree = 0; tree < options.trees; tree++) {
    const places = options.balanced
      ? balancedBootstrap(data.labels, options)
      : bootstrap(data.labels.length, options);
    const sample = pickRows(data, places);
    const forest = new RandomForestClassifier({
      nEstimators: 1,
      maxFeatures: options.features_per_tree,
      replacement: false,
      useSampleBagging: false,
      noOOB: true,
      seed: options.random.below(2 ** 31),
      treeOptions: { gainThreshold: 1e-4, minNumSamples: 8, maxDepth: 10 },
    });
    forest.train(toArrays(sample), Array.from(sample.labels));
    const { estimators, indexes } = JSON.parse(JSON.stringify(forest)).baseModel;
    copyTree(builder, builder.startTree(), estimators[0].root, indexes[0]);
    options.onTree?.(tree);
  }
  return builder.finish();
}

function bootstrap(rowCount: number, { rows_per_tree, random }: ForestOptions): Int32Array {
  return Int32Array.from({ length: Math.min(rows_per_tree, rowCount) }, () => random.below(rowCount));
}

function balancedBootstrap(
  labels: Uint8Array,
  { rows_per_tree, random }: Pick<ForestOptions, 'rows_per_tree' | 'random'>,
): Int32Array {
  const of = [0, 1].map((outcome) => Array.from(labels.keys()).filter((row) => labels[row] === outcome));
  const count = Math.min(rows_per_tree, labels.length);
  return Int32Array.from({ length: count }, (_, k) => {
    const rows = of[k % 2]!;
    return rows[random.below(rows.length)]!;
  });
}

function copyTree(builder: TreeBuilder, place: number, node: CartNode, features: number[]): void {
  if (node.left === undefined || node.right === undefined) {
    builder.leaf(place, node.distribution?.[0]?.[1] ?? 0);
    return;
  }
  const [left, right] = builder.split(place, {
    feature: features[node.splitColumn!]!,
    threshold: ceilFloat32(node.splitValue!),
    default_left: false,
  });
  copyTree(builder, left, node.left, features);
  copyTree(builder, right, node.right, features);
}
