import { gridError } from '../../errors';
import { explainTrees } from '../explain/tree-shap';
import { sumLeaves } from '../trees/evaluate';
import type { EnsembleModel } from './files';

/** Why the boosted trees say what they say of rows, in log odds. */
export interface Explanation {
  /** Names of the model's inputs. */
  features: string[];
  /** What every row starts from. */
  base_value: number;
  /** n × inputs: what each input adds; with the base they sum to `margin`. */
  contributions: Float64Array;
  /** Sum of the leaves of the boosted trees, before combination and calibration. */
  margin: Float64Array;
}

/**
 * Exact contributions of each input, by TreeSHAP.
 * @param rows n × inputs in the order of the card's `features`, NaN where missing
 * @throws GridError INVALID_MODEL where there are no boosted trees, or they do not say what their nodes have seen
 */
export function explainEnsemble({ card, members }: EnsembleModel, rows: Float32Array): Explanation {
  const { gradient_boosting } = members;
  if (gradient_boosting === undefined) {
    throw gridError('INVALID_MODEL', {
      at: `model ${card.id}`,
      got: `members ${Object.keys(card.members).join(', ')}`,
      allowed: 'boosted trees, which are what is explained',
    });
  }
  const width = card.features.length;
  const explained = explainTrees(gradient_boosting, rows);
  const count = rows.length / width;
  const contributions = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    const start = row * (width + 1);
    contributions.set(explained.subarray(start, start + width), row * width);
  }
  return {
    features: card.features.map(({ name }) => name),
    base_value: explained[width] ?? 0,
    contributions,
    margin: sumLeaves(gradient_boosting, rows),
  };
}
