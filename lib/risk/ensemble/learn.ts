import { Random } from '../../random';
import { MOST_EXACT_ROWS, sigmoid } from '../boosting/train';
import { type Dataset, pickRows } from '../dataset';
import { logLoss } from '../metrics';
import type { TreeEnsemble } from '../trees/ensemble';
import { sumLeaves } from '../trees/evaluate';
import { type Parted, partsOf, pickParts, stratifiedFolds } from './folds';
import {
  boostedBag,
  boostedTrial,
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
  readonly rounds: number;
}

/** Every member is there. */
type AllMembers = Required<Omit<MemberTrees, 'vote_smoothing'>>;

/** Inner folds; above the rows of exact splits one of them is held out once. */
const INNER_FOLDS = 5;

/**
 * Learns an ensemble. Rows are dealt into five folds; members that have not seen a fold give evidence of it. On that
 * evidence the number of boosted trees is chosen, the pools are fitted and the threshold is set; then the members grow
 * anew on all rows ("stacking": D. H. Wolpert, Neural Networks 5, 1992, doi 10.1016/S0893-6080(05)80023-1).
 * @param report gets the share of the work that is done, 0 to 1
 * @throws GridError INVALID_TABLE where there are too few rows of one outcome
 */
export function learnEnsemble(data: Dataset, seed: number, report: (fraction: number) => void): Ensemble {
  const random = new Random(seed);
  const all = partsOf(stratifiedFolds(data.labels, INNER_FOLDS, random.fork()));
  const parts = data.labels.length > MOST_EXACT_ROWS ? all.slice(0, 1) : all;
  const share = 1 / (parts.length + 1);
  const pace = paceFor(data.labels.length);
  const trials = parts.map((part, k) =>
    growTrial(pickParts(data, part), pace, random.fork(), (f) => report(share * (k + f))),
  );
  const rounds = bestRounds(
    trials.map(({ gradient_boosting }) => gradient_boosting!),
    parts.map((part) => pickParts(data, part)[1]),
  );
  const evidence = joinEvidence(
    trials.map((members, k) => {
      const [, held] = pickParts(data, parts[k]!);
      return evidenceOf({ ...members, gradient_boosting: firstTrees(members, rounds) }, held.rows);
    }),
  );
  const labels = pickRows(data, heldRows(parts)).labels;
  const pools = fitPools(evidence, labels);
  const threshold = bestThreshold(pooled(pools[0]!, evidence), labels);
  const members = growAll(data, rounds, pace, random.fork(), (f) => report(1 - share + share * f));
  return { members, pools, threshold, rounds };
}

/** The members that judge a fold: one boosted model with all its trees, of which the first ones may be taken. */
function growTrial(
  [data, held]: [Dataset, Dataset],
  pace: Pace,
  random: Random,
  report: (fraction: number) => void,
): AllMembers {
  return {
    gradient_boosting: boostedTrial(data, held, pace, random.fork(), (round) =>
      report((BOOSTING_SHARE * round) / MOST_ROUNDS),
    ),
    ...growForests(data, random, report),
  };
}

/** The members that are kept. */
function growAll(
  data: Dataset,
  rounds: number,
  pace: Pace,
  random: Random,
  report: (fraction: number) => void,
): AllMembers {
  return {
    gradient_boosting: boostedBag(data, rounds, pace, random.fork(), (share) =>
      report(BOOSTING_SHARE * share),
    ),
    ...growForests(data, random, report),
  };
}

/** Of the time of all members, as measured. */
const BOOSTING_SHARE = 0.6;

function growForests(data: Dataset, random: Random, report: (fraction: number) => void) {
  const onTree = (tree: number) => report(BOOSTING_SHARE + ((1 - BOOSTING_SHARE) * tree) / FOREST.trees);
  return {
    random_forest: forestMember(data, random.fork(), onTree),
    isolation_forest: isolationMember(data, random.fork()),
  };
}

/** The number of trees with the least log loss over all rows held out. */
function bestRounds(models: readonly TreeEnsemble[], held: readonly Dataset[]): number {
  const losses = new Float64Array(Math.min(...models.map(({ roots }) => roots.length)));
  models.forEach((model, k) => {
    const { rows, labels } = held[k]!;
    let margins = new Float64Array(labels.length);
    for (let round = 0; round < losses.length; round++) {
      const one = { ...model, roots: model.roots.subarray(round, round + 1) };
      const leaves = sumLeaves(one, rows);
      margins = margins.map((margin, row) => margin + leaves[row]!);
      losses[round]! += logLoss(margins.map(sigmoid), labels) * labels.length;
    }
  });
  return losses.indexOf(Math.min(...losses)) + 1;
}

function firstTrees({ gradient_boosting }: AllMembers, rounds: number): TreeEnsemble {
  return { ...gradient_boosting, roots: gradient_boosting.roots.subarray(0, rounds) };
}

function heldRows(parts: readonly Parted[]): Int32Array {
  return Int32Array.from(parts.flatMap(({ held_out }) => [...held_out]));
}

function joinEvidence(parts: readonly Evidence[]): Evidence {
  return Object.fromEntries(
    MEMBERS.map((member) => [member, Float64Array.from(parts.flatMap((part) => [...part[member]!]))]),
  );
}

/** Midway between the last probability that counts as failing and the next one below it. */
function bestThreshold(probability: Float64Array, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => probability[b]! - probability[a]!);
  const failures = labels.reduce((sum, label) => sum + label, 0);
  let hits = 0;
  let best = 0;
  let threshold = 0.5;
  order.forEach((row, i) => {
    hits += labels[row]!;
    const next = probability[order[i + 1] ?? row]!;
    const f1 = (2 * hits) / (i + 1 + failures);
    if (f1 <= best || next === probability[row]) return;
    best = f1;
    threshold = (probability[row]! + next) / 2;
  });
  return threshold;
}
