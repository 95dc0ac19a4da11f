import { createHash } from 'node:crypto';
import { fitLogistic, logisticProbability } from '../baseline/logistic-regression';
import { calibrationError } from '../calibration-error';
import { type Dataset, pickRows } from '../dataset';
import { distributionOf } from '../drift/distribution';
import { type History, PARTS } from '../history/history';
import { measure } from '../metrics';
import { CARD_FORMAT, CARD_VERSION, FEATURES, type ModelCard } from '../model/card';
import { type Combination, calibrated, combine, fitCombination } from '../model/combination';
import type { RiskModel } from '../model/model';
import type { Evaluation, TrainingProgress } from '../types';
import {
  type Boosting,
  figuresOf,
  type Members,
  measureAll,
  RULE,
  sizesOf,
  type TrainingInit,
  trainMembers,
} from './train-ensemble';

/**
 * Shallow and slow: the rows of a history repeat the same assets, which deeper trees would learn by heart; those of early
 * stopping are of other assets.
 */
const BOOSTING: Boosting = { max_depth: 3, min_child_weight: 5, eta: 0.05, rounds: 300, patience: 30 };

export interface HistoryInit extends TrainingInit {
  /** Of the model. */
  id: string;
  /** Where the rows come from. */
  description: string;
  trained_on: 'simulated_failures' | 'field_failures' | 'unknown';
}

/** Trains the whole ensemble on a labelled history. The same history and seed give the same trees. */
export function trainOnHistory(
  history: History,
  init: HistoryInit,
  report: (progress: TrainingProgress) => void,
): RiskModel {
  const { parts } = history;
  const held = parts.training.labels;
  const healthy = pickRows(
    parts.training,
    [...held.keys()].filter((row) => held[row] === 0),
  );
  const members = trainMembers(parts, healthy, init.seed, report, BOOSTING);
  const combination = fitCombination(figuresOf(members, parts.combination), parts.combination.labels);
  const metrics = measureAll(members, combination, parts.held_out);
  const evaluation = evaluate(history, members, combination);
  report({ step: 'done', fraction: 1 });
  const { gradient_boosting, random_forest, isolation_forest } = members;
  const card: ModelCard = {
    ...describe(history, init),
    members: sizesOf(members),
    combination: { rule: RULE, ...combination },
    metrics,
    evaluation,
    training_distribution: distributionOf(parts.training),
  };
  return { card, gradient_boosting, random_forest, isolation_forest };
}

function evaluate(history: History, members: Members, combination: Combination): Evaluation {
  const { held_out, training } = history.parts;
  const { gradient_boosting, random_forest, anomaly_score } = figuresOf(members, held_out);
  const isolation = calibrated(combination, anomaly_score);
  const { labels } = held_out;
  const judge = (p: Float64Array) => ({ ...measure(p, labels), ece: calibrationError(p, labels) });
  const prior = history.held_out_prior;
  return {
    rows: labels.length,
    failures: failuresOf(held_out),
    ensemble: judge(combine(combination, gradient_boosting, random_forest, isolation)),
    ...(prior.every((p) => !Number.isNaN(p)) && { cnaim_prior: judge(prior) }),
    logistic_regression: judge(logisticProbability(fitLogistic(training), held_out.rows)),
  };
}

function describe(
  { parts, horizon_h, acceleration }: History,
  { id, version, trained_on, trained_at, software, seed, description }: HistoryInit,
) {
  const all = PARTS.map((name) => parts[name]);
  const hash = createHash('sha256');
  for (const { rows, labels } of all) hash.update(new Uint8Array(rows.buffer)).update(labels);
  const count = all.reduce((sum, { labels }) => sum + labels.length, 0);
  const failures = all.reduce((sum, part) => sum + failuresOf(part), 0);
  return {
    format: CARD_FORMAT,
    format_version: CARD_VERSION,
    id,
    version: String(version),
    trained_on,
    trained_at,
    horizon: `${horizon_h / 24} days`,
    horizon_h,
    acceleration,
    features: FEATURES,
    software,
    seed,
    data: {
      description,
      rows: {
        training: parts.training.labels.length,
        early_stopping: parts.early_stopping.labels.length,
        combination: parts.combination.labels.length,
        held_out: parts.held_out.labels.length,
      },
      failure_share: failures / count,
      sha256: hash.digest('hex'),
    },
    not_good_for: [
      ...(trained_on === 'simulated_failures'
        ? [
            'Statements about real equipment: no real failure was seen, and most hazards were chosen for Gridloom.',
          ]
        : []),
      ...(acceleration === 1
        ? []
        : [
            `Rates of failure as they stand: failures were ${acceleration} times as frequent as their hazards say.`,
          ]),
      'Telling a long line from a short one: the ten readings hold no length, no rating and no kind of asset.',
      'Readings beyond those of the history; a high anomaly_score points to them.',
    ],
    files: {},
  } satisfies Partial<ModelCard>;
}

function failuresOf({ labels }: Dataset): number {
  return labels.reduce((sum, label) => sum + label, 0);
}
