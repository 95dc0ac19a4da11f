/** After a trip: who gets supply back, by which switches. */
export { restore } from './restore';
export type {
  Priority,
  Restoration,
  RestorationRequest,
  RestorationStatus,
  RestorationStep,
  SwitchingOperation,
  UnservedLoad,
  UnservedReason,
} from './types';
