/** What flows in a grid: AC power flow. */
export { createPowerFlow } from './newton';
export type { OperatingPoint, PowerFlow, PowerFlowOutcome, PowerFlowState } from './types';
