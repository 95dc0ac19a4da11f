import { fitLogistic, logisticProbability } from '../baseline/logistic-regression';
import { pickRows } from '../dataset';
import type { Origin } from '../origin';
import type { EnsembleModel } from '../ensemble/files';
import { trainedProbability } from '../ensemble/score';
import type { History } from '../history/history';
import { type Evaluation, measure } from '../metrics';
import type { TrainingProgress } from '../types';
import { assemble, failuresOf } from './assemble';
import { type Boosting, growMembers } from './grow-members';
import type { TrainingInit } from './train-generated';

/**
 * Shallow and slow: the rows of a history repeat the same assets, which deeper trees would learn by heart; those of early
 * stopping are of other assets.
 */
const BOOSTING: Boosting = {
  max_depth: 3,
  min_child_weight: 20,
  eta: 0.05,
  rounds: 400,
  patience: 40,
  subsample: 0.5,
  colsample_bytree: 0.7,
};

export interface HistoryInit extends TrainingInit {
  /** Of the model. */
  id: string;
  /** Where the rows come from. */
  description: string;
  trained_on: Origin;
}

/** Trains the whole ensemble on a labelled history. The same history and seed give the same trees. */
export function trainOnHistory(
  history: History,
  init: HistoryInit,
  report: (progress: TrainingProgress) => void,
): EnsembleModel {
  const { parts, horizon_h, acceleration } = history;
  const { labels } = parts.training;
  const healthy = pickRows(
    parts.training,
    [...labels.keys()].filter((row) => labels[row] === 0),
  );
  const members = growMembers(parts, healthy, init.seed, report, { boosting: BOOSTING, balanced: true });
  const model = assemble(members, parts, {
    ...init,
    version: String(init.version),
    horizon: `${horizon_h / 24} days`,
    horizon_h,
    acceleration,
    not_good_for: limitsOf(init.trained_on, acceleration),
  });
  report({ step: 'done', fraction: 1 });
  return { ...model, card: { ...model.card, evaluation: evaluate(history, model) } };
}

function evaluate({ parts, held_out_prior: prior }: History, model: EnsembleModel): Evaluation {
  const { held_out, training } = parts;
  const judge = (p: Float64Array) => measure(p, held_out.labels);
  return {
    rows: held_out.labels.length,
    failures: failuresOf(held_out),
    ensemble: judge(trainedProbability(model, held_out.rows)),
    ...(prior.every((p) => !Number.isNaN(p)) && { cnaim_prior: judge(prior) }),
    logistic_regression: judge(logisticProbability(fitLogistic(training), held_out.rows)),
  };
}

function limitsOf(trained_on: Origin, acceleration: number): string[] {
  return [
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
  ];
}
