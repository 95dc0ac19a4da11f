import type { Random } from '../../random';
import type { Dataset } from '../dataset';
import { between } from '../boosting/split';
import { TreeBuilder, type TreeEnsemble } from '../trees/ensemble';
import { type Ranked, rankFeatures } from './ranks';

export interface GiniForestOptions {
  trees: number;
  /** Features tried at each split; the square root of all where nothing is said. */
  features_per_split?: number;
  /** Most rows that a tree is grown on: bounds time and memory. */
  rows_per_tree: number;
  least_leaf: number;
  max_depth: number;
  random: Random;
  onTree?(tree: number): void;
}

interface Cut {
  feature: number;
  /** Rows with at most this rank go left. */
  rank: number;
  impurity: number;
}

/**
 * A random forest (L. Breiman, "Random forests", Machine Learning 45, 2001, doi 10.1023/A:1010933404324): each tree on
 * a bootstrap sample, each split the best by the Gini impurity among features drawn for it. A leaf's value is its share
 * of failures. Missing values stand below all others.
 */
export function trainGiniForest(data: Dataset, options: GiniForestOptions): TreeEnsemble {
  const ranked = rankFeatures(data);
  const builder = new TreeBuilder(data.feature_count);
  const count = data.labels.length;
  const size = Math.min(options.rows_per_tree, count);
  for (let tree = 0; tree < options.trees; tree++) {
    const sample = Int32Array.from({ length: size }, () => options.random.below(count));
    const grower = new Grower(builder, ranked, data.labels, sample, options);
    grower.grow(builder.startTree(), 0, size, 0);
    options.onTree?.(tree);
  }
  return builder.finish();
}

class Grower {
  private readonly keys: Uint32Array;
  private readonly counts: Uint32Array;
  private readonly moved: Int32Array;
  private readonly tried: number;

  constructor(
    private readonly builder: TreeBuilder,
    private readonly ranked: readonly Ranked[],
    private readonly labels: Uint8Array,
    private readonly sample: Int32Array,
    private readonly options: GiniForestOptions,
  ) {
    this.keys = new Uint32Array(sample.length);
    const mostRanks = ranked.reduce((most, { values }) => Math.max(most, values.length), 0);
    this.counts = new Uint32Array(2 * Math.min(mostRanks, 4 * sample.length));
    this.moved = new Int32Array(sample.length);
    const wanted = options.features_per_split ?? Math.round(Math.sqrt(ranked.length));
    this.tried = Math.min(ranked.length, Math.max(1, wanted));
  }

  /** Grows the node whose rows stand from `start` up to `end` in the sample. */
  grow(node: number, start: number, end: number, depth: number): void {
    const count = end - start;
    let failures = 0;
    for (let i = start; i < end; i++) failures += this.labels[this.sample[i]!]!;
    this.builder.cover(node, count);
    const pure = failures === 0 || failures === count;
    const cut =
      pure || depth === this.options.max_depth || count < 2 * this.options.least_leaf
        ? null
        : this.bestCut(start, end, failures);
    if (cut === null) {
      this.builder.leaf(node, failures / count);
      return;
    }
    const middle = this.part(start, end, cut);
    const { values } = this.ranked[cut.feature]!;
    const [left, right] = this.builder.split(node, {
      feature: cut.feature,
      threshold: this.thresholdAbove(cut, values),
      default_left: this.hasMissing(cut.feature, start, middle) || middle - start >= end - middle,
    });
    this.grow(left, start, middle, depth + 1);
    this.grow(right, middle, end, depth + 1);
  }

  /** The best cut among features drawn without replacement; features of one value do not count as drawn. */
  private bestCut(start: number, end: number, failures: number): Cut | null {
    const left = Array.from(this.ranked.keys());
    let best: Cut | null = null;
    for (let tried = 0; tried < this.tried && left.length > 0; ) {
      const feature = left.splice(this.options.random.below(left.length), 1)[0]!;
      const cut = this.cutOf(feature, start, end, failures);
      if (cut === undefined) continue;
      tried++;
      if (cut !== null && (best === null || cut.impurity < best.impurity)) best = cut;
    }
    return best;
  }

  /** The best cut of one feature; undefined where all rows have the same value. */
  private cutOf(feature: number, start: number, end: number, failures: number): Cut | null | undefined {
    const { ranks, values } = this.ranked[feature]!;
    const count = end - start;
    // Counting takes a pass over all ranks, sorting some over the rows.
    const few = values.length < 4 * count;
    const keys = few ? this.counted(ranks, start, end, values.length) : this.sorted(ranks, start, end);
    if (keys[0]! >>> 1 === keys[count - 1]! >>> 1) return undefined;
    return scan(keys, feature, failures, this.options.least_leaf);
  }

  /** Rank × 2 + label of each row, ascending. */
  private sorted(ranks: Uint32Array, start: number, end: number): Uint32Array {
    const keys = this.keys.subarray(0, end - start);
    for (let i = start; i < end; i++) {
      const row = this.sample[i]!;
      keys[i - start] = ranks[row]! * 2 + this.labels[row]!;
    }
    return keys.sort();
  }

  /** The same by counting each key. */
  private counted(ranks: Uint32Array, start: number, end: number, rankCount: number): Uint32Array {
    const counts = this.counts.subarray(0, 2 * rankCount).fill(0);
    for (let i = start; i < end; i++) {
      const row = this.sample[i]!;
      counts[ranks[row]! * 2 + this.labels[row]!]!++;
    }
    const keys = this.keys.subarray(0, end - start);
    let at = 0;
    for (let key = 0; key < counts.length; key++) {
      for (let left = counts[key]!; left > 0; left--) keys[at++] = key;
    }
    return keys;
  }

  /** Moves the rows that go left before the others, in their order; where the right ones begin. */
  private part(start: number, end: number, { feature, rank }: Cut): number {
    const { ranks } = this.ranked[feature]!;
    let middle = start;
    let behind = 0;
    for (let i = start; i < end; i++) {
      const row = this.sample[i]!;
      if (ranks[row]! <= rank) this.sample[middle++] = row;
      else this.moved[behind++] = row;
    }
    this.sample.set(this.moved.subarray(0, behind), middle);
    return middle;
  }

  private thresholdAbove({ rank }: Cut, values: Float32Array): number {
    return rank === 0 ? Number.NEGATIVE_INFINITY : between(values[rank]!, values[rank + 1]!);
  }

  private hasMissing(feature: number, start: number, end: number): boolean {
    const { ranks } = this.ranked[feature]!;
    for (let i = start; i < end; i++) if (ranks[this.sample[i]!] === 0) return true;
    return false;
  }
}

/** The cut of sorted keys (rank × 2 + label) with the least Gini impurity, Σ 2 f (n − f) / n over both sides. */
function scan(keys: Uint32Array, feature: number, failures: number, leastLeaf: number): Cut | null {
  const count = keys.length;
  let best: Cut | null = null;
  let least = (failures * (count - failures)) / count - 1e-9;
  let failed = 0;
  for (let i = 0; i < count - 1; i++) {
    failed += keys[i]! & 1;
    const rank = keys[i]! >>> 1;
    if (rank === keys[i + 1]! >>> 1) continue;
    const below = i + 1;
    const above = count - below;
    if (below < leastLeaf || above < leastLeaf) continue;
    const rest = failures - failed;
    const impurity = (failed * (below - failed)) / below + (rest * (above - rest)) / above;
    if (impurity >= least) continue;
    least = impurity;
    best = { feature, rank, impurity };
  }
  return best;
}
