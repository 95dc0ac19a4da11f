/** What to do: supply paths, losses and switching. */
import { createOptimizer } from './optimizer';
import type { Optimizer, OptimizerInit } from './types';

export { describeOptimization } from './describe';
export { readState } from './read';
export type { Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from './types';

/** Optimisation as a worker service; this border is where the clock comes in. */
export function openOptimizer(init: OptimizerInit): Optimizer {
  return createOptimizer(init, () => performance.now());
}
