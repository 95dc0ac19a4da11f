import type { TreeEnsemble } from './ensemble';

/**
 * The sum of the leaf values that each row reaches, over all trees (or the first `treeCount`). `rows` holds
 * n × `feature_count` values, row by row; NaN is a missing value.
 */
export function sumLeaves(
  ensemble: TreeEnsemble,
  rows: Float32Array,
  treeCount = ensemble.roots.length,
): Float64Array {
  const { feature_count, roots, feature, threshold, left, right, default_left, value } = ensemble;
  const sums = new Float64Array(rows.length / feature_count);
  for (let row = 0; row < sums.length; row++) {
    const base = row * feature_count;
    let sum = 0;
    for (let tree = 0; tree < treeCount; tree++) {
      let node = roots[tree]!;
      let column = feature[node]!;
      while (column >= 0) {
        const x = rows[base + column]!;
        const goesLeft = x < threshold[node]! || (Number.isNaN(x) && default_left[node] === 1);
        node = goesLeft ? left[node]! : right[node]!;
        column = feature[node]!;
      }
      sum += value[node]!;
    }
    sums[row] = sum;
  }
  return sums;
}
