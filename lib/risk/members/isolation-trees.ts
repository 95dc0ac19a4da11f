import type { Random } from '../../random';
import type { Dataset } from '../dataset';
import { TreeBuilder } from '../trees/ensemble';
import { averagePath, drawWithout, type IsolationModel, type IsolationOptions } from './isolation-forest';

/**
 * An isolation forest (F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation forest", ICDM 2008, doi 10.1109/ICDM.2008.17):
 * each tree parts one subsample at a feature drawn at random and a threshold drawn uniformly between its least and
 * greatest value, down to the depth ⌈log₂ ψ⌉. Features of one value within a node are not drawn; a row that lacks the
 * feature goes to a side drawn by the shares of the rows that have it. Labels are not looked at.
 */
export function growIsolation(data: Dataset, options: IsolationOptions): IsolationModel {
  const builder = new TreeBuilder(data.feature_count);
  const count = data.labels.length;
  const size = Math.min(options.sample_size, count);
  const deepest = Math.ceil(Math.log2(Math.max(2, size)));
  for (let tree = 0; tree < options.trees; tree++) {
    const sample = drawWithout(count, size, options.random);
    isolate({ builder, data, random: options.random, deepest }, builder.startTree(), sample, 0);
    options.onTree?.(tree);
  }
  return { ensemble: builder.finish(), sample_size: size };
}

interface Growing {
  builder: TreeBuilder;
  data: Dataset;
  random: Random;
  deepest: number;
}

function isolate(growing: Growing, node: number, sample: readonly number[], depth: number): void {
  const { builder, data, random, deepest } = growing;
  const cut = depth >= deepest || sample.length <= 1 ? null : drawCut(data, sample, random);
  builder.cover(node, sample.length);
  if (cut === null) {
    builder.leaf(node, depth + averagePath(sample.length));
    return;
  }
  const cellOf = (row: number) => data.rows[row * data.feature_count + cut.feature]!;
  const present = sample.filter((row) => !Number.isNaN(cellOf(row)));
  const below = present.filter((row) => cellOf(row) < cut.threshold).length;
  const default_left = random.next() * present.length < below;
  const goesLeft = (row: number) => (Number.isNaN(cellOf(row)) ? default_left : cellOf(row) < cut.threshold);
  const [left, right] = builder.split(node, { ...cut, default_left });
  isolate(growing, left, sample.filter(goesLeft), depth + 1);
  isolate(
    growing,
    right,
    sample.filter((row) => !goesLeft(row)),
    depth + 1,
  );
}

function drawCut(data: Dataset, sample: readonly number[], random: Random) {
  const features = Array.from({ length: data.feature_count }, (_, feature) => feature);
  while (features.length > 0) {
    const feature = features.splice(random.below(features.length), 1)[0]!;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const row of sample) {
      const value = data.rows[row * data.feature_count + feature]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (!(least < most)) continue;
    const drawn = Math.fround(most - random.next() * (most - least));
    return { feature, threshold: drawn > least ? drawn : most };
  }
  return null;
}
