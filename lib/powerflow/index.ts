/** What flows in a grid: AC and DC power flow, contingencies and load cases. */
export {
  createDcPowerFlow,
  type DcConverged,
  type DcIslanded,
  type DcNotConverged,
  type DcOutcome,
  type DcPowerFlow,
  type DcState,
} from './dc';
export { createPowerFlow } from './newton';
export { nominalPoint } from './operating-point';
export { type PowerFlowPlan, planPowerFlow } from './plan';
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
  StartVoltages,
} from './types';
