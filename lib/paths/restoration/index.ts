/** After a trip: who gets supply back, by which switches. */
export { describeReason } from './reasons';
export { restore, resupply } from './restore';
export type {
  OutageRequest,
  Priority,
  Restoration,
  RestorationRequest,
  RestorationStatus,
  RestorationStep,
  SwitchingOperation,
  UnservedLoad,
  UnservedReason,
} from './types';
