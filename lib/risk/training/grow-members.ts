import { Random } from '../../random';
import { trainBoosting } from '../boosting/train';
import type { Dataset } from '../dataset';
import type { MemberTrees } from '../ensemble/members';
import { trainIsolation } from '../members/isolation-forest';
import { trainForest } from '../members/random-forest';
import type { TrainingProgress } from '../types';

/** How the boosted trees are grown. */
export interface Boosting {
  max_depth: number;
  min_child_weight: number;
  eta: number;
  /** Most trees, and how many without a gain end it. */
  rounds: number;
  patience: number;
  subsample?: number;
  colsample_bytree?: number;
}

export interface Growth {
  boosting: Boosting;
  /** Whether the forest's trees see as many failures as others. */
  balanced: boolean;
}

export type AllMembers = Required<Omit<MemberTrees, 'vote_smoothing'>>;

/** Share of the whole time at which each step ends, as measured. */
const ENDS = { boosting: 0.12, forest: 0.97 };

const FOREST = { trees: 80, rows_per_tree: 500, features_per_tree: 7 };
const ISOLATION = { trees: 100, sample_size: 256 };

/** @param healthy what the isolation forest takes for ordinary */
export function growMembers(
  parts: Record<'training' | 'early_stopping', Dataset>,
  healthy: Dataset,
  seed: number,
  report: (progress: TrainingProgress) => void,
  { boosting, balanced }: Growth,
): AllMembers {
  const random = new Random(seed).fork();
  const { rounds, patience, ...tree } = boosting;
  const gradient_boosting = trainBoosting(parts.training, {
    ...tree,
    lambda: 1,
    gamma: 0,
    rounds,
    random: new Random(seed, 1),
    stopping: { validation: parts.early_stopping, patience },
    onRound: (round) => report({ step: 'boosted trees', fraction: (ENDS.boosting * round) / rounds }),
  });
  const random_forest = trainForest(parts.training, {
    ...FOREST,
    balanced,
    random: random.fork(),
    onTree: (tree_number) => {
      const share = tree_number / FOREST.trees;
      report({ step: 'random forest', fraction: ENDS.boosting + (ENDS.forest - ENDS.boosting) * share });
    },
  });
  report({ step: 'isolation forest', fraction: ENDS.forest });
  const isolation_forest = trainIsolation(healthy, { ...ISOLATION, random: random.fork() });
  return { gradient_boosting, random_forest, isolation_forest };
}
