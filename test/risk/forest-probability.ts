import type { TreeEnsemble } from '../../lib/risk/trees/ensemble';
import { sumLeaves } from '../../lib/risk/trees/evaluate';

/** Failure probabilities of rows: the mean vote. */
export function forestProbability(ensemble: TreeEnsemble, rows: Float32Array): Float64Array {
  return sumLeaves(ensemble, rows).map((votes) => votes / ensemble.roots.length);
}
