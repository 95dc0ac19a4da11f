/** What flows in a grid: AC power flow. */
export { createPowerFlow } from './newton';
export { nominalPoint } from './operating-point';
export { type PowerFlowPlan, planPowerFlow } from './plan';
export { createSweep, type RadialSweep, type SweepSummary } from './sweep';
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
