import type { SortedColumn } from './columns';

/** Regularisation of one tree, in XGBoost's words. */
export interface TreeOptions {
  max_depth: number;
  /** L2 penalty on leaf weights. */
  lambda: number;
  /** Least gain that a split must bring. */
  gamma: number;
  /** Least sum of hessians on either side of a split. */
  min_child_weight: number;
  /** Shrinkage of each tree. */
  eta: number;
}

/** The nodes of the level that is being split, one entry a node: sums of gradients and the best split so far. */
export interface Level {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly gain: Float32Array;
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly default_left: Uint8Array;
}

export function newLevel(size: number): Level {
  return {
    gradient: new Float64Array(size),
    hessian: new Float64Array(size),
    gain: new Float32Array(size),
    feature: new Int32Array(size).fill(-1),
    threshold: new Float32Array(size),
    default_left: new Uint8Array(size),
  };
}

/** What a leaf with these sums is worth: G² / (H + λ), eq. 6 of Chen & Guestrin 2016, without the factor ½. */
export function score(gradient: number, hessian: number, lambda: number): number {
  return hessian <= 0 ? 0 : Math.fround((gradient * gradient) / (hessian + lambda));
}

/** Added beyond the last value where a threshold has to stand behind all that are present. */
const BEYOND = Math.fround(1e-6);

/**
 * Scans one presorted column over all nodes of a level at once and keeps, for each node, the best split:
 * gain = score(left) + score(right) − score(node), eq. 7 of Chen & Guestrin 2016 (doi 10.1145/2939672.2939785),
 * missing values sent with the part that is not yet scanned (algorithm 3). The end of the scan is a candidate too:
 * all present values on one side, the missing ones on the other.
 * @param direction 1 scans upwards (missing goes right), −1 downwards (missing goes left)
 * @param place the node of each row within the level; −1 where it rests in a leaf
 */
export function scanColumn(
  level: Level,
  column: SortedColumn,
  feature: number,
  direction: 1 | -1,
  place: Int32Array,
  gradients: Float32Array,
  hessians: Float32Array,
  { lambda, min_child_weight }: TreeOptions,
): void {
  const size = level.gradient.length;
  const sumG = new Float64Array(size);
  const sumH = new Float64Array(size);
  const last = new Float32Array(size);
  const { values, rows } = column;
  const consider = (node: number, threshold: number) => {
    const scannedG = sumG[node]!;
    const scannedH = sumH[node]!;
    const restG = level.gradient[node]! - scannedG;
    const restH = level.hessian[node]! - scannedH;
    if (scannedH < min_child_weight || restH < min_child_weight) return;
    const parts = Math.fround(score(scannedG, scannedH, lambda) + score(restG, restH, lambda));
    const gain = Math.fround(parts - score(level.gradient[node]!, level.hessian[node]!, lambda));
    if (!(gain > level.gain[node]!)) return;
    level.gain[node] = gain;
    level.feature[node] = feature;
    level.threshold[node] = threshold;
    level.default_left[node] = direction === -1 ? 1 : 0;
  };
  const end = direction === 1 ? rows.length : -1;
  for (let i = direction === 1 ? 0 : rows.length - 1; i !== end; i += direction) {
    const row = rows[i]!;
    const node = place[row]!;
    if (node < 0) continue;
    const value = values[i]!;
    if (sumH[node]! > 0 && value !== last[node]) consider(node, between(value, last[node]!));
    sumG[node]! += gradients[row]!;
    sumH[node]! += hessians[row]!;
    last[node] = value;
  }
  for (let node = 0; node < size; node++) {
    const gap = Math.fround(Math.abs(last[node]!) + BEYOND);
    if (sumH[node]! > 0) consider(node, last[node]! + direction * gap);
  }
}

/** A threshold above the lower and not above the upper of two values, in 32-bit floats. */
function between(a: number, b: number): number {
  const lower = Math.min(a, b);
  const middle = Math.fround(Math.fround(a + b) * 0.5);
  return middle > lower ? middle : Math.max(a, b);
}
