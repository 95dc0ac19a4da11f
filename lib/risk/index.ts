/** What will fail: readings in, probabilities with their provenance out. Knows nothing of grids. */
export { type AssetTable, assetTable } from './cnaim/assets';
export { PRIOR_METHOD, type PriorScores, priorOf, withinHorizon } from './cnaim/prior';
export { evidenceOf } from './evidence';
export type { EnsembleCard } from './ensemble/card';
export type { Explanation } from './ensemble/explain';
export type { EnsembleModel, ModelFiles } from './ensemble/files';
export { readEnsemble } from './ensemble/folder';
export { type EnsembleScores, scoreEnsemble } from './ensemble/score';
export { explainTrees } from './explain/tree-shap';
export type { Figures } from './metrics';
export { openRiskScorer } from './scorer';
export { openRiskTrainer } from './trainer';
export type {
  Comparison,
  GraphNotUsed,
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
export { openRiskWorkbench } from './workbench/service';
export type { Report as RiskReport } from './ensemble/judge';
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
