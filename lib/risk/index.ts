/** What will fail: readings in, probabilities with their provenance out. Knows nothing of grids. */
export { type AssetTable, assetTable } from './cnaim/assets';
export { PRIOR_METHOD, type PriorScores, priorOf, withinHorizon } from './cnaim/prior';
export { evidenceOf } from './evidence';
export { openRiskScorer } from './scorer';
export { openRiskTrainer } from './trainer';
export type {
  Comparison,
  GraphNotUsed,
  ModelFiles,
  ModelNotUsed,
  ModelScores,
  ModelSetAside,
  ModelSource,
  RiskScorer,
  RiskScores,
  RiskTrainer,
  TrainerInit,
  TrainingProgress,
  TrainingRequest,
  TrainingResult,
} from './types';
export { FAILURE_TYPES } from './types';
