import { ABREAST, type CompiledTrees, compiled } from './compiled';
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
        ? walkAbreast(fast, rows, base, treeCount)
        : walk(ensemble, rows, base, treeCount);
  }
  return sums;
}

/**
 * Walks six trees at once: each step waits for the one before it in the same tree only, so that the processor has six
 * to work on. A leaf leads to itself, so all six take the steps of the deepest and nothing has to be decided.
 */
function walkAbreast(
  { words, floats, roots, depths }: CompiledTrees,
  rows: Float32Array,
  base: number,
  treeCount: number,
): number {
  let sum = 0;
  let tree = 0;
  let group = 0;
  for (; tree + ABREAST <= treeCount; tree += ABREAST) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    let e = roots[tree + 4]!;
    let f = roots[tree + 5]!;
    for (let step = depths[group++]!; step > 0; step--) {
      a = words[a]! + (+(rows[base + words[a + 1]!]! >= floats[a + 2]!) << 2);
      b = words[b]! + (+(rows[base + words[b + 1]!]! >= floats[b + 2]!) << 2);
      c = words[c]! + (+(rows[base + words[c + 1]!]! >= floats[c + 2]!) << 2);
      d = words[d]! + (+(rows[base + words[d + 1]!]! >= floats[d + 2]!) << 2);
      e = words[e]! + (+(rows[base + words[e + 1]!]! >= floats[e + 2]!) << 2);
      f = words[f]! + (+(rows[base + words[f + 1]!]! >= floats[f + 2]!) << 2);
    }
    sum =
      sum +
      floats[a + 3]! +
      floats[b + 3]! +
      floats[c + 3]! +
      floats[d + 3]! +
      floats[e + 3]! +
      floats[f + 3]!;
  }
  for (; tree < treeCount; tree++) {
    let node = roots[tree]!;
    for (let step = depths[group]!; step > 0; step--) {
      node = words[node]! + (+(rows[base + words[node + 1]!]! >= floats[node + 2]!) << 2);
    }
    sum += floats[node + 3]!;
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
