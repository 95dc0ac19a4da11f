import type { FailureType, RiskDrift, RiskModelInfo } from '../contract';
import type { Fault } from '../errors';
import type { AssetTable } from './cnaim/assets';
import type { ModelFiles } from './ensemble/files';
import type { Explanation } from './ensemble/explain';
import type { PriorScores } from './cnaim/prior';
import type { Metrics } from './metrics';
import type { Origin } from './origin';

/** Codes of `RiskScores.failure_type`. */
export const FAILURE_TYPES = [
  'thermal_overload',
  'mechanical_fatigue',
  'electrical_disturbance',
  'general_degradation',
] as const satisfies readonly FailureType[];

/** What a model says, one figure per scored row. */
export interface ModelScores {
  failure_probability: Float64Array;
  anomaly_score: Float64Array;
  gradient_boosting: Float64Array;
  random_forest: Float64Array;
  isolation_forest: Float64Array;
  /** Index into FAILURE_TYPES. */
  failure_type: Uint8Array;
}

/**
 * What the ensemble and the prior say. Where no trained model serves, `failure_probability` is the prior's, and the anomaly
 * score and the members' figures are NaN.
 */
export interface RiskScores extends ModelScores, PriorScores {
  /** The period that `prior_probability` speaks of. */
  prior_horizon_h: number;
  /** Margin of each rule: FAILURE_TYPES.length values a row. */
  failure_margins: Float64Array;
  /** Which types hold, as bits in the order of FAILURE_TYPES. */
  failure_matches: Uint8Array;
  /** null where no trained model serves, or its card does not say what it was trained on. */
  drift: RiskDrift | null;
}

/** The ensemble as a worker service. */
export interface RiskScorer {
  info(): RiskModelInfo;
  /**
   * `rows` holds n × 10 readings, row by row, in the order of the contract's READINGS. What the rows are as assets counts for
   * the prior alone; a kilometre of line each where nothing is said.
   */
  score(rows: Float64Array, assets?: AssetTable): RiskScores | Promise<RiskScores>;
  /**
   * Why the boosted trees say what they say of these rows.
   * @throws GridError NOT_READY where no trained model serves; INVALID_MODEL where its trees cannot be explained
   */
  explain(rows: Float64Array): Promise<Explanation>;
  /**
   * Takes this model out of use, `NAME.withdrawn`, so that the one before it is the newest; gives its folder.
   * @throws GridError INVALID_COMMAND where it is none of the models folder
   */
  withdraw(): string;
}

/** Where a scorer takes its model from: the newest in a models folder, or one that could not be saved there. */
export interface ModelSource {
  folder: string;
  files?: ModelFiles;
  /** A folder of models that come with the package: used where the models folder has none, never changed. */
  shipped?: string;
  /** Where there is no model: true, and the prior serves. Otherwise that is refused. */
  orPrior?: boolean;
}

/** What a scorer reports while it opens: a model that could not be used, and where it stands now. */
export interface ModelSetAside {
  set_aside: string | null;
  problem: Fault;
}

/** A graph that could not be used; the model's own trees serve in its place. */
export interface GraphNotUsed {
  not_used: string;
  problem: Fault;
}

/** The model that comes with the package could not be used. */
export interface ShippedNotUsed {
  shipped: string;
  problem: Fault;
}

/** A whole model whose inputs cannot be computed here, as an optional package lacks; it is left where it is. */
export interface ModelPassedOver {
  passed_over: string;
  problem: Fault;
}

export type ModelNotUsed = ModelSetAside | GraphNotUsed | ShippedNotUsed | ModelPassedOver;

export interface TrainerInit {
  /** The models folder. */
  folder: string;
  seed: number;
  /** Goes into the model's card, ISO 8601 in UTC. */
  trained_at: string;
  /** The model that serves: a new one is kept only where it is better than that. Without it every new model is kept. */
  current?: ModelSource;
}

/** What to train on. Without rows and without a file: the generator of simulated failures. */
export interface TrainingRequest {
  /** Labelled rows, as `gridloom simulate --labels` gives them. */
  rows?: readonly unknown[];
  /** A file of such rows, one JSON object a line. */
  file?: string;
  /** Of the model; `flow-SEED` where nothing is said. */
  id?: string;
  /** Where the rows come from, for the card. */
  description?: string;
  /** Where nothing is said: simulated where the rows name an acceleration, else unknown. */
  trained_on?: Origin;
}

/** A new model against the one that serves, on rows that the new one has not seen. */
export interface Comparison {
  rows: number;
  failures: number;
  candidate: Metrics & { id: string };
  current: Metrics & { id: string };
  /** Whether the new one is better: by the log loss. */
  takes_over: boolean;
}

/**
 * A model that could not be written comes as files, so that it can be used all the same. One that is not better than what
 * serves is not kept. `comparison` is null where there was nothing to compare with.
 */
export type TrainingResult =
  | { info: RiskModelInfo; saved_to: string; comparison: Comparison | null }
  | { info: RiskModelInfo; not_saved: Fault; files: ModelFiles; comparison: Comparison | null }
  | { rejected: Comparison };

/** Training as a worker service. */
export interface RiskTrainer {
  /**
   * Trains all members and saves them; the folder holds either the whole new model or what was there before.
   * @throws GridError INVALID_HISTORY, UNREADABLE_FILE
   */
  train(request?: TrainingRequest): Promise<TrainingResult>;
}

export interface TrainingProgress {
  step: string;
  /** 0 to 1 over the whole training. */
  fraction: number;
}
