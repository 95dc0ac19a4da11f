import type { TreeEnsemble } from '../trees/ensemble';

/** Trees from elsewhere, in the one form. */
export interface Imported {
  /** Boosted trees add log odds, a forest's trees are averaged. */
  member: 'gradient_boosting' | 'random_forest';
  trees: TreeEnsemble;
  /** Of the inputs, where the file has them. */
  names?: string[];
  source: string;
}
