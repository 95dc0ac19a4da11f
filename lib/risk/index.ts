/** What will fail: readings in, probabilities with their provenance out. Knows nothing of grids. */
export { openRiskScorer } from './scorer';
export { openRiskTrainer } from './trainer';
export type {
  GraphNotUsed,
  ModelFiles,
  ModelNotUsed,
  ModelSetAside,
  ModelSource,
  RiskScorer,
  RiskScores,
  RiskTrainer,
  TrainerInit,
  TrainingProgress,
  TrainingResult,
} from './types';
export { FAILURE_TYPES } from './types';
