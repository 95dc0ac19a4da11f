import type { Dataset } from '../dataset';
import {
  between,
  gainOf,
  keep,
  type Level,
  type RowState,
  type SplitFinder,
  type TreeOptions,
} from './split';

/** Bins of present values; the code after them stands for a missing value, so that a code is one byte. */
const MOST_BINS = 255;
const MISSING = MOST_BINS;

/** One feature in bins: the code of each row, and the thresholds between one bin and the next. */
interface BinnedColumn {
  readonly codes: Uint8Array;
  readonly cuts: Float32Array;
}

/**
 * The approximate search (Chen & Guestrin 2016, section 3.2, one proposal for all trees): values fall into at most 255
 * bins of about equally many rows, and only thresholds between bins are tried. One byte a value.
 */
export function histogramFinder(data: Dataset): SplitFinder {
  const columns = Array.from({ length: data.feature_count }, (_, feature) => binColumn(data, feature));
  return {
    find: (level, state, features, options) => {
      const bins = new Float64Array(level.gradient.length * 256 * 2);
      for (const feature of features) {
        const column = columns[feature]!;
        fill(bins, column, state);
        for (let node = 0; node < level.gradient.length; node++) {
          const own = bins.subarray(node * 512, node * 512 + 512);
          scanBins(level, node, own, column.cuts, feature, 1, options);
          scanBins(level, node, own, column.cuts, feature, -1, options);
        }
      }
    },
  };
}

function fill(bins: Float64Array, { codes }: BinnedColumn, { place, gradients, hessians }: RowState): void {
  bins.fill(0);
  for (let row = 0; row < codes.length; row++) {
    const node = place[row]!;
    if (node < 0) continue;
    const at = (node * 256 + codes[row]!) * 2;
    bins[at]! += gradients[row]!;
    bins[at + 1]! += hessians[row]!;
  }
}

/** Scans the bins of one node: upwards with the missing rows on the right, downwards with them on the left. */
function scanBins(
  level: Level,
  node: number,
  bins: Float64Array,
  cuts: Float32Array,
  feature: number,
  direction: 1 | -1,
  { lambda, min_child_weight }: TreeOptions,
): void {
  // Without missing rows both directions find the same splits.
  if (direction === 1 && bins[2 * MISSING + 1] === 0) return;
  let gradient = 0;
  let hessian = 0;
  for (let step = 0; step < cuts.length; step++) {
    const bin = direction === 1 ? step : cuts.length - step;
    gradient += bins[2 * bin]!;
    hessian += bins[2 * bin + 1]!;
    if (bins[2 * bin + 1] === 0 || hessian < min_child_weight) continue;
    const gain = gainOf(level, node, gradient, hessian, lambda, min_child_weight);
    if (!(gain > level.gain[node]!)) continue;
    keep(level, node, feature, direction, gain, cuts[direction === 1 ? bin : bin - 1]!);
  }
  if (direction === 1) partMissing(level, node, bins, feature, lambda, min_child_weight);
}

/** All that is present on the left, what is missing on the right. */
function partMissing(
  level: Level,
  node: number,
  bins: Float64Array,
  feature: number,
  lambda: number,
  min_child_weight: number,
): void {
  const gradient = level.gradient[node]! - bins[2 * MISSING]!;
  const hessian = level.hessian[node]! - bins[2 * MISSING + 1]!;
  if (hessian <= 0 || hessian < min_child_weight) return;
  const gain = gainOf(level, node, gradient, hessian, lambda, min_child_weight);
  if (gain > level.gain[node]!) keep(level, node, feature, 1, gain, Number.POSITIVE_INFINITY);
}

function binColumn({ feature_count, rows, labels }: Dataset, feature: number): BinnedColumn {
  const values = new Float32Array(labels.length);
  let present = 0;
  for (let row = 0; row < labels.length; row++) {
    const value = rows[row * feature_count + feature]!;
    if (!Number.isNaN(value)) values[present++] = value;
  }
  const cuts = cutsOf(values.subarray(0, present).sort());
  const codes = new Uint8Array(labels.length);
  for (let row = 0; row < codes.length; row++) {
    const value = rows[row * feature_count + feature]!;
    codes[row] = Number.isNaN(value) ? MISSING : cutsNotAbove(cuts, value);
  }
  return { codes, cuts };
}

/** Thresholds at the quantiles of sorted values; between all values where there are few different ones. */
function cutsOf(sorted: Float32Array): Float32Array {
  const different: number[] = [];
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) different.push(i);
  const places =
    different.length < MOST_BINS
      ? different
      : Array.from({ length: MOST_BINS - 1 }, (_, k) => {
          let place = Math.floor(((k + 1) * sorted.length) / MOST_BINS);
          while (place > 0 && sorted[place] === sorted[place - 1]) place--;
          return place;
        }).filter((place, k, all) => place > 0 && place !== all[k - 1]);
  return Float32Array.from(places, (place) => between(sorted[place]!, sorted[place - 1]!));
}

function cutsNotAbove(cuts: Float32Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
