/** DC power flow: active power and angles alone, one linear system. */
export { createDcPowerFlow } from './dc-power-flow';
export type { DcConverged, DcIslanded, DcNotConverged, DcOutcome, DcPowerFlow, DcState } from './types';
