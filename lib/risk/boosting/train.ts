import type { Dataset } from '../dataset';
import { logLoss } from '../metrics';
import { joinTrees, TreeBuilder, type TreeEnsemble } from '../trees/ensemble';
import { sumLeaves } from '../trees/evaluate';
import { sortColumns } from './columns';
import { growTree } from './grow';
import type { TreeOptions } from './split';

export interface BoostingOptions extends TreeOptions {
  /** Most trees. */
  rounds: number;
  /** Stop when the log loss on these rows has not improved for `patience` trees, and keep the best ones. */
  stopping?: { validation: Dataset; patience: number };
  onRound?(round: number): void;
}

/**
 * Gradient-boosted trees for a yes/no outcome, logistic loss, as XGBoost's `tree_method=exact` with
 * `base_score=0.5` makes them (T. Chen, C. Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016,
 * doi 10.1145/2939672.2939785). Gradients and margins are 32-bit floats, their sums doubles, as there.
 */
export function trainBoosting(data: Dataset, options: BoostingOptions): TreeEnsemble {
  const columns = sortColumns(data);
  const margins = new Float32Array(data.labels.length);
  const gradients = new Float32Array(margins.length);
  const hessians = new Float32Array(margins.length);
  const watch = options.stopping && new Watch(options.stopping);
  const grown: TreeEnsemble[] = [];

  for (let round = 0; round < options.rounds; round++) {
    for (let row = 0; row < margins.length; row++) {
      const p = Math.fround(sigmoid(margins[row]!));
      gradients[row] = p - data.labels[row]!;
      hessians[row] = Math.max(p * Math.fround(1 - p), 1e-16);
    }
    const builder = new TreeBuilder(data.feature_count);
    growTree(builder, data, columns, gradients, hessians, options);
    const tree = builder.finish();
    grown.push(tree);
    addTo(margins, sumLeaves(tree, data.rows));
    options.onRound?.(round);
    if (watch?.isOver(tree)) break;
  }
  return joinTrees(grown.slice(0, watch?.best ?? grown.length), data.feature_count);
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

  constructor(private readonly stopping: NonNullable<BoostingOptions['stopping']>) {
    this.margins = new Float32Array(stopping.validation.labels.length);
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
