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

/** First and second derivatives of the loss, one a row, and the node of the level that each row stands in. */
export interface RowState {
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  /** −1 where the row rests in a leaf, or takes no part in this tree. */
  readonly place: Int32Array;
}

/** The nodes of the level that is being split, one entry a node: sums of gradients and the best split so far. */
export interface Level {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** What each node is worth unsplit. */
  readonly worth: Float32Array;
  readonly gain: Float32Array;
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly default_left: Uint8Array;
}

/** Finds the best split of every node of a level among the features that are allowed. */
export interface SplitFinder {
  find(level: Level, state: RowState, features: readonly number[], options: TreeOptions): void;
}

export function newLevel(size: number): Level {
  return {
    gradient: new Float64Array(size),
    hessian: new Float64Array(size),
    worth: new Float32Array(size),
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

/** The exact greedy search over presorted columns: every threshold between two values is tried. */
export function exactFinder(columns: readonly SortedColumn[]): SplitFinder {
  return {
    find: (level, state, features, options) => {
      for (const feature of features) {
        const column = columns[feature]!;
        if (column.has_missing && !column.single_valued)
          scanColumn(level, column, feature, 1, state, options);
        scanColumn(level, column, feature, -1, state, options);
      }
    },
  };
}

/**
 * Scans one presorted column over all nodes of a level at once and keeps, for each node, the best split:
 * gain = score(left) + score(right) − score(node), eq. 7 of Chen & Guestrin 2016 (doi 10.1145/2939672.2939785),
 * missing values sent with the part that is not yet scanned (algorithm 3). The end of the scan is a candidate too:
 * all present values on one side, the missing ones on the other.
 * @param direction 1 scans upwards (missing goes right), −1 downwards (missing goes left)
 */
function scanColumn(
  level: Level,
  { values, rows }: SortedColumn,
  feature: number,
  direction: 1 | -1,
  { place, gradients, hessians }: RowState,
  { lambda, min_child_weight }: TreeOptions,
): void {
  const size = level.gradient.length;
  const sumG = new Float64Array(size);
  const sumH = new Float64Array(size);
  const last = new Float32Array(size);
  const end = direction === 1 ? rows.length : -1;
  for (let i = direction === 1 ? 0 : rows.length - 1; i !== end; i += direction) {
    const row = rows[i]!;
    const node = place[row]!;
    if (node < 0) continue;
    const value = values[i]!;
    const scannedH = sumH[node]!;
    if (scannedH >= min_child_weight && scannedH > 0 && value !== last[node]) {
      const gain = gainOf(level, node, sumG[node]!, scannedH, lambda, min_child_weight);
      if (gain > level.gain[node]!) keep(level, node, feature, direction, gain, between(value, last[node]!));
    }
    sumG[node]! += gradients[row]!;
    sumH[node]! = scannedH + hessians[row]!;
    last[node] = value;
  }
  for (let node = 0; node < size; node++) {
    if (sumH[node]! <= 0 || sumH[node]! < min_child_weight) continue;
    const gain = gainOf(level, node, sumG[node]!, sumH[node]!, lambda, min_child_weight);
    const gap = Math.fround(Math.abs(last[node]!) + BEYOND);
    if (gain > level.gain[node]!) keep(level, node, feature, direction, gain, last[node]! + direction * gap);
  }
}

/** The gain of parting these sums from the rest of a node; −1 where the rest is too light. */
export function gainOf(
  level: Level,
  node: number,
  gradient: number,
  hessian: number,
  lambda: number,
  min_child_weight: number,
): number {
  const restH = level.hessian[node]! - hessian;
  if (restH < min_child_weight) return -1;
  const restG = level.gradient[node]! - gradient;
  const part = Math.fround((gradient * gradient) / (hessian + lambda));
  const parts = Math.fround(part + score(restG, restH, lambda));
  return Math.fround(parts - level.worth[node]!);
}

/** Notes a split that is better than what the node had. */
export function keep(
  level: Level,
  node: number,
  feature: number,
  direction: 1 | -1,
  gain: number,
  threshold: number,
): void {
  level.gain[node] = gain;
  level.feature[node] = feature;
  level.threshold[node] = threshold;
  level.default_left[node] = direction === -1 ? 1 : 0;
}

/** A threshold above the lower and not above the upper of two values, in 32-bit floats. */
export function between(a: number, b: number): number {
  const lower = Math.min(a, b);
  const middle = Math.fround(Math.fround(a + b) * 0.5);
  return middle > lower ? middle : Math.max(a, b);
}
