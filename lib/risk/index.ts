/** What will fail: readings in, probabilities with their provenance out. Knows nothing of grids. */
export type { EnsembleCard } from './ensemble/card';
export { type EnsembleModel, readEnsemble } from './ensemble/folder';
export { type EnsembleScores, scoreEnsemble } from './ensemble/score';
export { explainTrees } from './explain/tree-shap';
export type { Figures } from './metrics';
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
export { openRiskWorkbench } from './workbench/service';
export type { Report as RiskReport } from './workbench/measure';
export type {
  AnomalyRequest,
  BoostRequest,
  CrossValidateRequest,
  ImportRequest,
  ImportSummary,
  RiskWorkbench,
  ScoreRequest,
  Trained as TrainedOnRows,
  TrainRequest,
  WorkbenchProgress,
} from './workbench/types';
export type { TableRequest } from './workbench/load';
export type { Derivation } from './table/derive';
