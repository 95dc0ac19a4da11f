/** What flows in a grid: AC power flow by Newton's method and by sweeps, DC power flow, contingencies and load cases. */
export {
  CASE_STATUS,
  CASES_PER_RANGE,
  checkLoadCases,
  createLoadCaseResults,
  type LoadCaseInit,
  type LoadCaseResults,
  type LoadCaseService,
  LoadCaseSolver,
  type LoadCases,
  MOST_BYTES,
  openLoadCases,
} from './batch';
export { findBridges, type Joins } from './bridges';
export {
  type BaseFigures,
  type Contingency,
  type ContingencyInit,
  type ContingencyRecords,
  ContingencyScreening,
  type ContingencyService,
  createRecords,
  type DistributionFactors,
  describeBase,
  describeContingency,
  distributionFactors,
  OUTAGE_METHOD,
  OUTAGE_STATUS,
  openContingencies,
  outagesOf,
  placeRecords,
  planScreening,
  rankContingencies,
  type ScreeningBase,
  type ScreeningOptions,
  type ScreeningPlan,
} from './contingency';
export {
  createDcPowerFlow,
  type DcConverged,
  type DcIslanded,
  type DcNotConverged,
  type DcOutcome,
  type DcPowerFlow,
  type DcState,
} from './dc';
export {
  type ChiSquareTest,
  createEstimator,
  type EstimatedState,
  type EstimationOptions,
  type EstimationOutcome,
  type Estimator,
  MEASURED_QUANTITIES,
  type MeasuredQuantity,
  type Measurement,
  type MeasurementReport,
  nominalInjections,
  type PseudoInjections,
  type PseudoMeasurement,
  type Suspect,
  type Verdict,
} from './estimation';
export { findIslands, type Islands } from './islands';
export { type BranchFlows, loadingOf } from './loading';
export { createPowerFlow } from './newton';
export { nominalPoint } from './operating-point';
export { type PowerFlowPlan, planPowerFlow, sharedPlan } from './plan';
export { type LimitedOutcome, solveWithinReactiveLimits } from './reactive-limits';
export { sharedFloats } from './shared';
export { createSweep, type RadialSweep, type SweepSummary } from './sweep';
export type {
  Converged,
  FlowMemory,
  Islanded,
  NotConverged,
  OperatingPoint,
  PowerFlow,
  PowerFlowOutcome,
  PowerFlowState,
  ResumableFlow,
  SolveOptions,
  Start,
} from './types';
