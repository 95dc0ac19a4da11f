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

/** Adds to `sums` what one tree says of each row, as `sumLeaves` would with that tree alone. */
export function addTree(ensemble: TreeEnsemble, tree: number, rows: Float32Array, sums: Float64Array): void {
  for (let row = 0; row < sums.length; row++) {
    sums[row]! += leafOf(ensemble, ensemble.roots[tree]!, rows, row * ensemble.feature_count);
  }
}

/**
 * Walks six trees at once: each step waits for the one before it in the same tree only, so that the processor has six
 * to work on. A leaf leads to itself, so all six take the steps of the deepest and nothing has to be decided.
 */
function walkAbreast(
  { words, thresholds, featureBits, values, roots, depths }: CompiledTrees,
  rows: Float32Array,
  base: number,
  treeCount: number,
): number {
  const features = 2 ** featureBits - 1;
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
      let word = words[a << 1]!;
      a = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(a << 1) + 1]!);
      word = words[b << 1]!;
      b = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(b << 1) + 1]!);
      word = words[c << 1]!;
      c = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(c << 1) + 1]!);
      word = words[d << 1]!;
      d = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(d << 1) + 1]!);
      word = words[e << 1]!;
      e = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(e << 1) + 1]!);
      word = words[f << 1]!;
      f = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(f << 1) + 1]!);
    }
    sum = sum + values[a]! + values[b]! + values[c]! + values[d]! + values[e]! + values[f]!;
  }
  for (; tree < treeCount; tree++) {
    let node = roots[tree]!;
    for (let step = depths[group]!; step > 0; step--) {
      const word = words[node << 1]!;
      node = (word >>> featureBits) + +(rows[base + (word & features)]! >= thresholds[(node << 1) + 1]!);
    }
    sum += values[node]!;
  }
  return sum;
}

/** One tree after the other; knows missing values. */
function walk(ensemble: TreeEnsemble, rows: Float32Array, base: number, treeCount: number): number {
  let sum = 0;
  for (let tree = 0; tree < treeCount; tree++) sum += leafOf(ensemble, ensemble.roots[tree]!, rows, base);
  return sum;
}

function leafOf(
  { feature, threshold, left, right, default_left, value }: TreeEnsemble,
  root: number,
  rows: Float32Array,
  base: number,
): number {
  let node = root;
  let column = feature[node]!;
  while (column >= 0) {
    const x = rows[base + column]!;
    const goesLeft = x < threshold[node]! || (Number.isNaN(x) && default_left[node] === 1);
    node = goesLeft ? left[node]! : right[node]!;
    column = feature[node]!;
  }
  return value[node]!;
}

/** Neither NaN nor infinity. */
function areFinite(rows: Float32Array, base: number, width: number): boolean {
  for (let k = base; k < base + width; k++) if (rows[k]! - rows[k]! !== 0) return false;
  return true;
}
