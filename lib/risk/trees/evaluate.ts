import { type CompiledTrees, compiled } from './compiled';
import type { TreeEnsemble } from './ensemble';

/**
 * The sum of the leaf values that each row reaches, over all trees (or the first `treeCount`), added in the order of the
 * trees. `rows` holds n × `feature_count` values, row by row; NaN is a missing value.
 */
export function sumLeaves(
  ensemble: TreeEnsemble,
  rows: Float32Array,
  treeCount = ensemble.roots.length,
): Float64Array {
  const width = ensemble.feature_count;
  const sums = new Float64Array(rows.length / width);
  const fast = compiled(ensemble);
  for (let row = 0; row < sums.length; row++) {
    const base = row * width;
    sums[row] =
      fast !== null && areFinite(rows, base, width)
        ? walkFour(ensemble, fast, rows, base, treeCount)
        : walk(ensemble, rows, base, treeCount);
  }
  return sums;
}

/**
 * Walks four trees at once: each step waits for the one before it in the same tree only, so that the processor has four
 * to work on. A leaf leads to itself, so all four take the steps of the deepest and nothing has to be decided.
 */
function walkFour(
  { roots, value }: TreeEnsemble,
  { feature, threshold, link, depths }: CompiledTrees,
  rows: Float32Array,
  base: number,
  treeCount: number,
): number {
  let sum = 0;
  let tree = 0;
  for (; tree + 3 < treeCount; tree += 4) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    for (let step = depths[tree >> 2]!; step > 0; step--) {
      a = link[a]! + +(rows[base + feature[a]!]! >= threshold[a]!);
      b = link[b]! + +(rows[base + feature[b]!]! >= threshold[b]!);
      c = link[c]! + +(rows[base + feature[c]!]! >= threshold[c]!);
      d = link[d]! + +(rows[base + feature[d]!]! >= threshold[d]!);
    }
    sum = sum + value[a]! + value[b]! + value[c]! + value[d]!;
  }
  for (; tree < treeCount; tree++) {
    let node = roots[tree]!;
    for (let step = depths[tree >> 2]!; step > 0; step--) {
      node = link[node]! + +(rows[base + feature[node]!]! >= threshold[node]!);
    }
    sum += value[node]!;
  }
  return sum;
}

/** One tree after the other; knows missing values. */
function walk(ensemble: TreeEnsemble, rows: Float32Array, base: number, treeCount: number): number {
  const { roots, feature, threshold, left, right, default_left, value } = ensemble;
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
  return sum;
}

/** Neither NaN nor infinity. */
function areFinite(rows: Float32Array, base: number, width: number): boolean {
  for (let k = base; k < base + width; k++) if (rows[k]! - rows[k]! !== 0) return false;
  return true;
}
