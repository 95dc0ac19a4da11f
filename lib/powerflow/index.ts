/** What flows in a grid: AC power flow. */

export { findIslands, type Islands } from './islands';
export { createPowerFlow } from './newton';
export { nominalPoint } from './operating-point';
export { type PowerFlowPlan, planPowerFlow } from './plan';
export { type LimitedOutcome, solveWithinReactiveLimits } from './reactive-limits';
export type {
  Converged,
  Islanded,
  NotConverged,
  OperatingPoint,
  PowerFlow,
  PowerFlowOutcome,
  PowerFlowState,
  SolveOptions,
  Start,
} from './types';
