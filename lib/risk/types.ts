import type { FailureType, RiskModelInfo } from '../contract';
import type { Fault } from '../errors';
import type { AssetTable } from './cnaim/assets';
import type { PriorScores } from './cnaim/prior';

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
}

/** The ensemble as a worker service. */
export interface RiskScorer {
  info(): RiskModelInfo;
  /**
   * `rows` holds n × 10 readings, row by row, in the order of the contract's READINGS. What the rows are as assets counts for
   * the prior alone; a kilometre of line each where nothing is said.
   */
  score(rows: Float64Array, assets?: AssetTable): RiskScores | Promise<RiskScores>;
}

/** A model as its folder holds it: the text of each file by its name. */
export type ModelFiles = Readonly<Record<string, string>>;

/** Where a scorer takes its model from: the newest in a models folder, or one that could not be saved there. */
export interface ModelSource {
  folder: string;
  files?: ModelFiles;
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

export type ModelNotUsed = ModelSetAside | GraphNotUsed;

export interface TrainerInit {
  /** The models folder. */
  folder: string;
  seed: number;
  /** Goes into the model's card, ISO 8601 in UTC. */
  trained_at: string;
}

/** A model that could not be written comes as files, so that it can be used all the same. */
export type TrainingResult =
  | { info: RiskModelInfo; saved_to: string }
  | { info: RiskModelInfo; not_saved: Fault; files: ModelFiles };

/** Training as a worker service. */
export interface RiskTrainer {
  /** Trains all members and saves them; the folder holds either the whole new model or what was there before. */
  train(): Promise<TrainingResult>;
}

export interface TrainingProgress {
  step: string;
  /** 0 to 1 over the whole training. */
  fraction: number;
}
