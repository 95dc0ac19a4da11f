import type { Random } from '../../random';
import { MOST_EXACT_ROWS, trainBoosting } from '../boosting/train';
import type { Dataset } from '../dataset';
import { trainGiniForest } from '../members/gini-forest';
import { type IsolationModel, isolationScore } from '../members/isolation-forest';
import { growIsolation } from '../members/isolation-trees';
import { joinTrees, type TreeEnsemble } from '../trees/ensemble';
import { sumLeaves } from '../trees/evaluate';

export const MEMBERS = ['gradient_boosting', 'random_forest', 'isolation_forest'] as const;
export type MemberName = (typeof MEMBERS)[number];

/** Trees of each member that is there. */
export interface MemberTrees {
  gradient_boosting?: TreeEnsemble;
  random_forest?: TreeEnsemble;
  isolation_forest?: IsolationModel;
  /** Added to the forest's votes on either side; ½ where nothing is said, 0 where its mean vote is the probability. */
  vote_smoothing?: number;
}

/** One figure a row from each member that is there: what the pool adds up. */
export type Evidence = Partial<Record<MemberName, Float64Array>>;

/** How members are grown where a user's rows are learned from. */
export const BOOSTING = {
  lambda: 1,
  gamma: 0,
  min_child_weight: 1,
  subsample: 0.8,
};
export const MOST_ROUNDS = 400;
/** Tried on the held-out rows: deep trees for what acts together, shallow ones where effects add up or rows are few. */
export const DEPTHS = [6, 2] as const;

/** What depends on how many rows there are. */
export interface Pace {
  eta: number;
  /** Trees that a trial grows beyond its best. */
  patience: number;
  /** Boosted models in one: what one draw of rows does to the trees evens out. */
  bag: number;
}

/** Above the rows of exact splits trees are dear and chance is small: larger steps, and one model. */
export function paceFor(rowCount: number): Pace {
  return rowCount > MOST_EXACT_ROWS
    ? { eta: 0.1, patience: 20, bag: 1 }
    : { eta: 0.05, patience: 40, bag: 2 };
}
export const FOREST = { trees: 100, rows_per_tree: 20_000, least_leaf: 3, max_depth: 24 };
export const ISOLATION = { trees: 100, sample_size: 256 };

/** Trees grown for a while beyond those that are best on the held-out rows: how many to keep is chosen later. */
export function boostedTrial(
  data: Dataset,
  validation: Dataset,
  max_depth: number,
  { eta, patience }: Pace,
  random: Random,
  onRound: (round: number) => void,
): TreeEnsemble {
  const stopping = { validation, patience, keep: 'all' } as const;
  return trainBoosting(data, { ...BOOSTING, max_depth, eta, rounds: MOST_ROUNDS, random, stopping, onRound });
}

/** Several boosted models, each with draws of its own, whose margins are averaged: as trees of one. */
export function boostedBag(
  data: Dataset,
  { max_depth, rounds }: { max_depth: number; rounds: number },
  { eta, bag }: Pace,
  random: Random,
  onRound: (share: number) => void,
): TreeEnsemble {
  const models = Array.from({ length: bag }, (_, k) =>
    trainBoosting(data, {
      ...BOOSTING,
      max_depth,
      eta,
      rounds,
      random: random.fork(),
      onRound: (round) => onRound((k + round / rounds) / bag),
    }),
  );
  const joined = joinTrees(models, data.feature_count);
  return { ...joined, value: joined.value.map((leaf) => leaf / bag) };
}

export function forestMember(data: Dataset, random: Random, onTree?: (tree: number) => void): TreeEnsemble {
  const features_per_split = Math.max(1, Math.floor(data.feature_count / 2));
  return trainGiniForest(data, { ...FOREST, features_per_split, random, onTree });
}

export function isolationMember(data: Dataset, random: Random): IsolationModel {
  return growIsolation(data, { ...ISOLATION, random });
}

/**
 * The members' evidence of rows: of the boosted trees their margin, which is log odds already; of the forest the log
 * odds of its votes, half a vote added to either side so that unanimity stays finite; of the isolation forest its score.
 */
export function evidenceOf(members: MemberTrees, rows: Float32Array): Evidence {
  const { gradient_boosting, random_forest, isolation_forest, vote_smoothing } = members;
  const evidence: Evidence = {};
  if (gradient_boosting) evidence.gradient_boosting = sumLeaves(gradient_boosting, rows);
  if (random_forest) evidence.random_forest = voteOdds(random_forest, rows, vote_smoothing);
  if (isolation_forest) evidence.isolation_forest = isolationScore(isolation_forest, rows);
  return evidence;
}

export const VOTE_SMOOTHING = 0.5;

function voteOdds(forest: TreeEnsemble, rows: Float32Array, smoothing = VOTE_SMOOTHING): Float64Array {
  const trees = forest.roots.length;
  const odds = sumLeaves(forest, rows);
  for (let row = 0; row < odds.length; row++) {
    // A sum of rounded shares may pass the number of trees by a trace.
    const votes = Math.min(trees, Math.max(0, odds[row]!));
    odds[row] = Math.log((votes + smoothing) / (trees - votes + smoothing));
  }
  return odds;
}

/** Of `fitPools`, in words for the card. */
export const POOLING_RULE =
  'failure_probability = σ(offset + Σ weight × evidence); evidence: margin of the boosted trees, log odds of the ' +
  "forest's votes with half a vote on either side, score of the isolation forest. Fitted by logistic regression on rows " +
  'that the members had not seen; the first pool whose members are all there serves.';

/** How many trees each member has, as its card says. */
export function sizesOf(
  members: MemberTrees,
): Partial<Record<MemberName, { trees: number; sample_size?: number }>> {
  const { gradient_boosting, random_forest, isolation_forest } = members;
  return {
    ...(gradient_boosting && { gradient_boosting: { trees: gradient_boosting.roots.length } }),
    ...(random_forest && { random_forest: { trees: random_forest.roots.length } }),
    ...(isolation_forest && {
      isolation_forest: {
        trees: isolation_forest.ensemble.roots.length,
        sample_size: isolation_forest.sample_size,
      },
    }),
  };
}
