/** What to do: supply paths, losses and switching. */
import { createOptimizer } from './optimizer';
import type { Optimizer, OptimizerInit } from './types';

export { describeOptimization } from './describe';
export { readState } from './read';
export {
  type Figures,
  type Lock,
  openReconfigurer,
  type ReconfigurationOptions,
  type ReconfigurationOutcome,
  type ReconfigurationProgress,
  type Reconfigurer,
  type ReconfigurerInit,
  readRiskFile,
  reconfigure,
  type Switching,
  type SwitchingOperation,
} from './reconfiguration';
export type { Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from './types';

/** Optimisation as a worker service; this border is where the clock comes in. */
export function openOptimizer(init: OptimizerInit): Optimizer {
  return createOptimizer(init, () => performance.now());
}
