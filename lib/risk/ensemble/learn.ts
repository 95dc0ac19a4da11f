import { Random } from '../../random';
import { MOST_EXACT_ROWS, sigmoid } from '../boosting/train';
import { type Dataset, pickRows } from '../dataset';
import { bestThreshold, logLoss } from '../metrics';
import type { TreeEnsemble } from '../trees/ensemble';
import { addTree } from '../trees/evaluate';
import { dealFolds, type Parted, partsOf, pickParts } from './folds';
import {
  boostedBag,
  boostedTrial,
  DEPTHS,
  type Evidence,
  evidenceOf,
  FOREST,
  forestMember,
  isolationMember,
  MEMBERS,
  type MemberTrees,
  MOST_ROUNDS,
  type Pace,
  paceFor,
} from './members';
import { fitPools, type Pool, pooled } from './pool';

/** Members grown on all rows, and how they make a probability. */
export interface Ensemble {
  readonly members: MemberTrees;
  /** In the order of BACKUP_ORDER. */
  readonly pools: readonly Pool[];
  /** The probability from which on saying "fails" has the best F1 on the held-out rows of the fitting. */
  readonly threshold: number;
  /** Of the boosted trees, as the held-out rows have them. */
  readonly shape: Shape;
}

interface Shape {
  readonly max_depth: number;
  readonly rounds: number;
}

/** The members that judge a fold: for each depth a boosted model with all its trees, of which the first ones may be taken. */
interface Trial extends Forests {
  readonly boosted: readonly TreeEnsemble[];
}

type Forests = Required<Pick<MemberTrees, 'random_forest' | 'isolation_forest'>>;

/** Inner folds; above the rows of exact splits one of them is held out once. */
const INNER_FOLDS = 5;

/**
 * Learns an ensemble. Rows are dealt into five folds; members that have not seen a fold give evidence of it. On that
 * evidence depth and number of the boosted trees are chosen, the pools are fitted and the threshold is set; then the members
 * grow anew on all rows ("stacking": D. H. Wolpert, Neural Networks 5, 1992, doi 10.1016/S0893-6080(05)80023-1).
 * @param report gets the share of the work that is done, 0 to 1
 * @param groups of the rows: those of one group are dealt into the same fold
 * @throws GridError INVALID_TABLE where there are too few rows of one outcome
 */
export function learnEnsemble(
  data: Dataset,
  seed: number,
  report: (fraction: number) => void,
  groups?: Int32Array,
): Ensemble {
  const random = new Random(seed);
  const all = partsOf(dealFolds(data.labels, INNER_FOLDS, random.fork(), groups));
  const parts = data.labels.length > MOST_EXACT_ROWS ? all.slice(0, 1) : all;
  const share = 1 / (parts.length + 1);
  const pace = paceFor(data.labels.length);
  const trials = parts.map((part, k) =>
    growTrial(pickParts(data, part), pace, random.fork(), (f) => report(share * (k + f))),
  );
  const held = parts.map((part) => pickParts(data, part)[1]);
  const { depth, shape } = bestShape(trials, held);
  const evidence = joinEvidence(
    trials.map(({ boosted, ...forests }, k) => {
      const gradient_boosting = firstTrees(boosted[depth]!, shape.rounds);
      return evidenceOf({ ...forests, gradient_boosting }, held[k]!.rows);
    }),
  );
  const labels = pickRows(data, heldRows(parts)).labels;
  const pools = fitPools(evidence, labels);
  const threshold = bestThreshold(pooled(pools[0]!, evidence), labels);
  const members = growAll(data, shape, pace, random.fork(), (f) => report(1 - share + share * f));
  return { members, pools, threshold, shape };
}

function growTrial(
  [data, held]: [Dataset, Dataset],
  pace: Pace,
  random: Random,
  report: (fraction: number) => void,
): Trial {
  const draws = random.fork();
  const boosted = DEPTHS.map((depth, k) =>
    boostedTrial(data, held, depth, pace, k === 0 ? draws : draws.fork(), (round) =>
      report((BOOSTING_SHARE * (k + round / MOST_ROUNDS)) / DEPTHS.length),
    ),
  );
  return { boosted, ...growForests(data, random, report) };
}

/** The members that are kept. */
function growAll(
  data: Dataset,
  shape: Shape,
  pace: Pace,
  random: Random,
  report: (fraction: number) => void,
): MemberTrees {
  return {
    gradient_boosting: boostedBag(data, shape, pace, random.fork(), (share) =>
      report(BOOSTING_SHARE * share),
    ),
    ...growForests(data, random, report),
  };
}

/** Of the time of all members, as measured. */
const BOOSTING_SHARE = 0.6;

function growForests(data: Dataset, random: Random, report: (fraction: number) => void): Forests {
  const onTree = (tree: number) => report(BOOSTING_SHARE + ((1 - BOOSTING_SHARE) * tree) / FOREST.trees);
  return {
    random_forest: forestMember(data, random.fork(), onTree),
    isolation_forest: isolationMember(data, random.fork()),
  };
}

/** Depth and number of trees with the least log loss over all rows held out. */
function bestShape(trials: readonly Trial[], held: readonly Dataset[]): { depth: number; shape: Shape } {
  const candidates = DEPTHS.map((max_depth, depth) => {
    const models = trials.map(({ boosted }) => boosted[depth]!);
    const losses = lossesByRound(models, held);
    const least = Math.min(...losses);
    return { depth, least, shape: { max_depth, rounds: losses.indexOf(least) + 1 } };
  });
  return candidates.reduce((best, one) => (one.least < best.least ? one : best));
}

/** Log loss over all rows held out, summed, after each number of trees that every model has. */
function lossesByRound(models: readonly TreeEnsemble[], held: readonly Dataset[]): Float64Array {
  const losses = new Float64Array(Math.min(...models.map(({ roots }) => roots.length)));
  models.forEach((model, k) => {
    const { rows, labels } = held[k]!;
    const margins = new Float64Array(labels.length);
    for (let round = 0; round < losses.length; round++) {
      addTree(model, round, rows, margins);
      losses[round]! += logLoss(margins.map(sigmoid), labels) * labels.length;
    }
  });
  return losses;
}

function firstTrees(trees: TreeEnsemble, rounds: number): TreeEnsemble {
  return { ...trees, roots: trees.roots.subarray(0, rounds) };
}

function heldRows(parts: readonly Parted[]): Int32Array {
  return Int32Array.from(parts.flatMap(({ held_out }) => [...held_out]));
}

function joinEvidence(parts: readonly Evidence[]): Evidence {
  return Object.fromEntries(
    MEMBERS.map((member) => [member, Float64Array.from(parts.flatMap((part) => [...part[member]!]))]),
  );
}
