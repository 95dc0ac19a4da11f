/** Contingencies: every N−1 branch outage, by AC power flow or by distribution factors first. */
export type { ScreeningBase, ScreeningOptions } from './base';
export { type BaseFigures, describeBase } from './base-figures';
export { type DistributionFactors, distributionFactors } from './distribution-factors';
export {
  type Contingency,
  type ContingencyRecords,
  createRecords,
  describeContingency,
  OUTAGE_METHOD,
  OUTAGE_STATUS,
  placeRecords,
  rankContingencies,
} from './records';
export { ContingencyScreening, outagesOf, planScreening, type ScreeningPlan } from './screening';
export { type ContingencyInit, type ContingencyService, openContingencies } from './service';
