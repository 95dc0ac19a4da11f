import { createHash } from 'node:crypto';
import { Random } from '../../random';
import { boostedProbability, trainBoosting } from '../boosting/train';
import { type Dataset, pickRows } from '../dataset';
import { distributionOf } from '../drift/distribution';
import { isolationScore, trainIsolation } from '../members/isolation-forest';
import { forestProbability, trainForest } from '../members/random-forest';
import { measure } from '../metrics';
import { CARD_FORMAT, CARD_VERSION, FEATURES, type ModelCard } from '../model/card';
import {
  type Combination,
  calibrated,
  combine,
  fitCombination,
  type MemberFigures,
} from '../model/combination';
import type { RiskModel } from '../model/model';
import { generateRows, type SyntheticData } from '../synthetic/generate';
import { HORIZON, HORIZON_H } from '../synthetic/hazard';
import type { TrainingProgress } from '../types';

/** Rows of each part; none stands in two. */
export const PARTS = { training: 8000, early_stopping: 2000, combination: 4000, held_out: 4000 };

/** Share of the whole time at which each step ends, as measured. */
const ENDS = { boosting: 0.12, forest: 0.97 };

/** How the boosted trees are grown. */
export interface Boosting {
  max_depth: number;
  min_child_weight: number;
  eta: number;
  /** Most trees, and how many without a gain end it. */
  rounds: number;
  patience: number;
}

const USUAL_BOOSTING: Boosting = { max_depth: 4, min_child_weight: 5, eta: 0.1, rounds: 200, patience: 15 };

export interface TrainingInit {
  seed: number;
  trained_at: string;
  version: number;
  software: string;
}

export type Members = Pick<RiskModel, 'gradient_boosting' | 'random_forest' | 'isolation_forest'> & {
  sample_size: number;
};

/** Trains the whole ensemble on simulated failures: about 5 s on one core. The same seed gives the same trees. */
export function trainEnsemble(init: TrainingInit, report: (progress: TrainingProgress) => void): RiskModel {
  const count = Object.values(PARTS).reduce((sum, part) => sum + part);
  const data = generateRows(count, init.seed);
  const parts = splitParts(data);
  const members = trainMembers(parts, healthyRows(data, PARTS.training), init.seed, report);
  const combination = fitCombination(figuresOf(members, parts.combination), parts.combination.labels);
  const metrics = measureAll(members, combination, parts.held_out);
  report({ step: 'done', fraction: 1 });
  const { gradient_boosting, random_forest, isolation_forest } = members;
  const card = {
    ...describe(init, data),
    members: sizesOf(members),
    metrics,
    training_distribution: distributionOf(parts.training),
  };
  return {
    card: { ...card, combination: { rule: RULE, ...combination } },
    gradient_boosting,
    random_forest,
    isolation_forest,
  };
}

/** The rows that a training with this seed holds out. */
export function syntheticHeldOut(seed: number): Dataset {
  const count = Object.values(PARTS).reduce((sum, part) => sum + part);
  return splitParts(generateRows(count, seed)).held_out;
}

export function trainMembers(
  parts: Record<'training' | 'early_stopping', Dataset>,
  healthy: Dataset,
  seed: number,
  report: (progress: TrainingProgress) => void,
  boosting: Boosting = USUAL_BOOSTING,
): Members {
  const random = new Random(seed).fork();
  const { rounds, patience, ...tree } = boosting;
  const gradient_boosting = trainBoosting(parts.training, {
    ...tree,
    lambda: 1,
    gamma: 0,
    rounds,
    stopping: { validation: parts.early_stopping, patience },
    onRound: (round) => report({ step: 'boosted trees', fraction: (ENDS.boosting * round) / rounds }),
  });
  const trees = 80;
  const random_forest = trainForest(parts.training, {
    trees,
    rows_per_tree: 500,
    features_per_tree: 7,
    random: random.fork(),
    onTree: (tree) =>
      report({
        step: 'random forest',
        fraction: ENDS.boosting + ((ENDS.forest - ENDS.boosting) * tree) / trees,
      }),
  });
  report({ step: 'isolation forest', fraction: ENDS.forest });
  const isolation = trainIsolation(healthy, { trees: 100, sample_size: 256, random: random.fork() });
  const { ensemble: isolation_forest, sample_size } = isolation;
  return { gradient_boosting, random_forest, isolation_forest, sample_size };
}

export function figuresOf(members: Members, { rows }: Dataset): MemberFigures {
  const { sample_size, isolation_forest: ensemble } = members;
  return {
    gradient_boosting: boostedProbability(members.gradient_boosting, rows),
    random_forest: forestProbability(members.random_forest, rows),
    anomaly_score: isolationScore({ ensemble, sample_size }, rows),
  };
}

export function measureAll(members: Members, combination: Combination, data: Dataset): ModelCard['metrics'] {
  const { gradient_boosting, random_forest, anomaly_score } = figuresOf(members, data);
  const isolation = calibrated(combination, anomaly_score);
  return {
    ensemble: measure(combine(combination, gradient_boosting, random_forest, isolation), data.labels),
    gradient_boosting: measure(gradient_boosting, data.labels),
    random_forest: measure(random_forest, data.labels),
    isolation_forest: measure(isolation, data.labels),
  };
}

function splitParts(data: SyntheticData): Record<keyof typeof PARTS, Dataset> {
  let start = 0;
  const take = (count: number): Dataset => {
    const from = start;
    start += count;
    return pickRows(
      data,
      Int32Array.from({ length: count }, (_, i) => from + i),
    );
  };
  return {
    training: take(PARTS.training),
    early_stopping: take(PARTS.early_stopping),
    combination: take(PARTS.combination),
    held_out: take(PARTS.held_out),
  };
}

/** What the isolation forest takes for ordinary: the training rows of healthy operation. */
function healthyRows(data: SyntheticData, count: number): Dataset {
  const places = Array.from({ length: count }, (_, row) => row).filter((row) => data.healthy[row] === 1);
  return pickRows(data, places);
}

export const RULE =
  'failure_probability = sum of weight × member probability; isolation_forest = 1 / (1 + exp(-(offset + slope × ' +
  'anomaly_score))). Curve and weights have the least log loss on the combination rows, each weight at least 0.1.';

export function sizesOf(members: Members): ModelCard['members'] {
  return {
    gradient_boosting: { trees: members.gradient_boosting.roots.length },
    random_forest: { trees: members.random_forest.roots.length },
    isolation_forest: { trees: members.isolation_forest.roots.length, sample_size: members.sample_size },
  };
}

function describe({ seed, trained_at, version, software }: TrainingInit, data: SyntheticData) {
  const failures = data.labels.reduce((sum, label) => sum + label, 0);
  return {
    format: CARD_FORMAT,
    format_version: CARD_VERSION,
    id: `sim-${seed}`,
    version: String(version),
    trained_on: 'simulated_failures',
    trained_at,
    horizon: HORIZON,
    horizon_h: HORIZON_H,
    features: FEATURES,
    software,
    seed,
    data: {
      description:
        'Simulated rows of the ten readings; failures drawn from a hazard with four causes (thermal, mechanical, ' +
        `electrical, general degradation) that was invented for Gridloom. The horizon, ${HORIZON}, is a figure of ` +
        'that generator. 60 % of the rows are healthy operation, the others carry one stress or more.',
      rows: PARTS,
      failure_share: failures / data.labels.length,
      sha256: createHash('sha256').update(new Uint8Array(data.rows.buffer)).update(data.labels).digest('hex'),
    },
    not_good_for: [
      'Statements about real equipment: no real failure was seen.',
      'Rates of failure of a fleet: stressed rows are far more frequent here than in a grid.',
      'Readings outside the simulated ranges; a high anomaly_score points to them.',
    ],
    files: {},
  } satisfies Omit<ModelCard, 'members' | 'metrics' | 'combination'>;
}
