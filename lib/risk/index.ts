export type { RiskScorer, RiskScores, RiskTrainer, TrainingProgress } from './types';
export { FAILURE_TYPES } from './types';
import type { RiskScorer, RiskTrainer, TrainingProgress } from './types';
export async function openRiskScorer(_init: { folder: string }): Promise<RiskScorer> {
  throw new Error('not built yet');
}
export async function openRiskTrainer(
  _init: { folder: string; seed: number },
  _context: { report(progress: TrainingProgress): void },
): Promise<RiskTrainer> {
  throw new Error('not built yet');
}
