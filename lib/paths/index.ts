import type { Optimizer, OptimizerInit } from './types';

export type { Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from './types';

export function openOptimizer(_init: OptimizerInit): Optimizer {
  throw new Error('not built yet');
}
