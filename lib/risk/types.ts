import type { FailureType, RiskModelInfo } from '../contract';

/** Codes of `RiskScores.failure_type`. */
export const FAILURE_TYPES = [
  'thermal_overload',
  'mechanical_fatigue',
  'electrical_disturbance',
  'general_degradation',
] as const satisfies readonly FailureType[];

/** One figure per scored row. */
export interface RiskScores {
  failure_probability: Float64Array;
  anomaly_score: Float64Array;
  gradient_boosting: Float64Array;
  random_forest: Float64Array;
  isolation_forest: Float64Array;
  /** Index into FAILURE_TYPES. */
  failure_type: Uint8Array;
}

/** The ensemble as a worker service. */
export interface RiskScorer {
  info(): RiskModelInfo;
  /** `rows` holds n × 10 readings, row by row, in the order of the contract's READINGS. */
  score(rows: Float64Array): RiskScores;
}

/** Training as a worker service. */
export interface RiskTrainer {
  /** Trains all members and saves them; the folder holds either the whole new model or what was there before. */
  train(): Promise<RiskModelInfo>;
}

export interface TrainingProgress {
  step: string;
  /** 0 to 1 over the whole training. */
  fraction: number;
}
