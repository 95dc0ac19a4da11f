import { gridError } from '../../errors';
import { Random } from '../../random';
import type { Dataset } from '../dataset';
import { logLoss } from '../metrics';
import { joinTrees, TreeBuilder, type TreeEnsemble } from '../trees/ensemble';
import { sumLeaves } from '../trees/evaluate';
import { sortColumns } from './columns';
import { growTree } from './grow';
import { histogramFinder } from './histogram';
import { exactFinder, type RowState, type TreeOptions } from './split';

/** Above so many rows splits are searched in histograms, where nothing else is said. */
export const MOST_EXACT_ROWS = 50_000;

export interface BoostingOptions extends TreeOptions {
  /** Most trees. */
  rounds: number;
  /** The probability that all rows start from; 0.5 where nothing is said. */
  base_score?: number;
  /** Shares of the rows and of the features that each tree sees, drawn with `random`; 1 where nothing is said. */
  subsample?: number;
  colsample_bytree?: number;
  random?: Random;
  /** By the number of rows where nothing is said. */
  splits?: 'exact' | 'histogram';
  /** Stop when the log loss on these rows has not improved for `patience` trees; keep the best ones, or all. */
  stopping?: { validation: Dataset; patience: number; keep?: 'best' | 'all' };
  onRound?(round: number): void;
}

/**
 * Gradient-boosted trees for a yes/no outcome, logistic loss, as XGBoost's `tree_method=exact` makes them (T. Chen,
 * C. Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016, doi 10.1145/2939672.2939785). Gradients and
 * margins are 32-bit floats, their sums doubles, as there. A base score other than 0.5 stands as a first tree that is
 * one leaf.
 * @throws GridError INVALID_SETTING, naming the option
 */
export function trainBoosting(data: Dataset, options: BoostingOptions): TreeEnsemble {
  checkOptions(options);
  const count = data.labels.length;
  const splits = options.splits ?? (count > MOST_EXACT_ROWS ? 'histogram' : 'exact');
  const finder = splits === 'exact' ? exactFinder(sortColumns(data)) : histogramFinder(data);
  const random = options.random ?? new Random(0);
  const base = constantTree(data.feature_count, options.base_score ?? 0.5);
  const margins = new Float32Array(count).fill(base?.value[0] ?? 0);
  const state: RowState = {
    gradients: new Float32Array(count),
    hessians: new Float32Array(count),
    place: new Int32Array(count),
  };
  const watch = options.stopping && new Watch(options.stopping, base?.value[0] ?? 0);
  const grown: TreeEnsemble[] = [];
  for (let round = 0; round < options.rounds; round++) {
    differentiate(state, margins, data.labels);
    drawRows(state.place, options.subsample ?? 1, random);
    const features = drawFeatures(data.feature_count, options.colsample_bytree ?? 1, random);
    const builder = new TreeBuilder(data.feature_count);
    growTree(builder, data, finder, state, features, options);
    const tree = builder.finish();
    grown.push(tree);
    addTo(margins, sumLeaves(tree, data.rows));
    options.onRound?.(round);
    if (watch?.isOver(tree)) break;
  }
  const kept = grown.slice(0, options.stopping?.keep === 'all' ? grown.length : watch?.best);
  return joinTrees(base === null ? kept : [base, ...kept], data.feature_count);
}

/** The derivatives of the log loss by the margin: p − y and p (1 − p). */
function differentiate({ gradients, hessians }: RowState, margins: Float32Array, labels: Uint8Array): void {
  for (let row = 0; row < margins.length; row++) {
    const p = Math.fround(1 / Math.fround(Math.fround(Math.exp(-margins[row]!)) + 1));
    gradients[row] = p - labels[row]!;
    hessians[row] = Math.max(p * Math.fround(1 - p), 1e-16);
  }
}

function drawRows(place: Int32Array, share: number, random: Random): void {
  if (share === 1) place.fill(0);
  else for (let row = 0; row < place.length; row++) place[row] = random.next() < share ? 0 : -1;
}

/** So many features, in ascending order, each set equally likely. */
function drawFeatures(count: number, share: number, random: Random): number[] {
  const all = Array.from({ length: count }, (_, feature) => feature);
  let wanted = share === 1 ? count : Math.max(1, Math.floor(share * count));
  return all.filter((feature) => {
    const taken = random.next() * (count - feature) < wanted;
    if (taken) wanted--;
    return taken;
  });
}

/** Log odds of a probability as a tree of one leaf; null for 0.5, which adds nothing. */
function constantTree(featureCount: number, probability: number): TreeEnsemble | null {
  if (probability === 0.5) return null;
  const builder = new TreeBuilder(featureCount);
  const root = builder.startTree();
  builder.leaf(root, -Math.log(1 / probability - 1));
  builder.cover(root, 1);
  return builder.finish();
}

const LIMITS: readonly [keyof BoostingOptions, least: number, most: number, whole: boolean][] = [
  ['max_depth', 1, 16, true],
  ['rounds', 1, 10_000, true],
  ['eta', 1e-6, 1, false],
  ['lambda', 0, 1e9, false],
  ['gamma', 0, 1e9, false],
  ['min_child_weight', 0, 1e9, false],
  ['base_score', 1e-6, 1 - 1e-6, false],
  ['subsample', 0.01, 1, false],
  ['colsample_bytree', 0.01, 1, false],
];

function checkOptions(options: BoostingOptions): void {
  for (const [name, least, most, whole] of LIMITS) {
    const value = options[name] as number | undefined;
    if (value === undefined || (value >= least && value <= most && (!whole || Number.isInteger(value))))
      continue;
    const allowed = `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
    throw gridError('INVALID_SETTING', { at: name, got: value, allowed });
  }
}

/** The failure probabilities of rows: the logistic function of the sum of leaves. */
export function boostedProbability(ensemble: TreeEnsemble, rows: Float32Array): Float64Array {
  return sumLeaves(ensemble, rows).map(sigmoid);
}

/** Early stopping: follows the log loss on rows that the trees do not learn from. */
class Watch {
  /** Trees of the best model so far. */
  best = 0;
  private trees = 0;
  private leastLoss = Number.POSITIVE_INFINITY;
  private readonly margins: Float32Array;

  constructor(
    private readonly stopping: NonNullable<BoostingOptions['stopping']>,
    base: number,
  ) {
    this.margins = new Float32Array(stopping.validation.labels.length).fill(base);
  }

  isOver(tree: TreeEnsemble): boolean {
    const { validation, patience } = this.stopping;
    addTo(this.margins, sumLeaves(tree, validation.rows));
    this.trees++;
    const loss = logLoss(Float64Array.from(this.margins, sigmoid), validation.labels);
    if (loss < this.leastLoss) {
      this.leastLoss = loss;
      this.best = this.trees;
    }
    return this.trees - this.best >= patience;
  }
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function addTo(margins: Float32Array, leaves: Float64Array): void {
  for (let row = 0; row < margins.length; row++) margins[row]! += leaves[row]!;
}
