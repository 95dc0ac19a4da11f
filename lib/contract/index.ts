/** The shapes that cross a border, and the checks at it. */
export type * from './commands';
export type * from './network';
export { READINGS } from './readings';
export type * from './scenario';
export { SequenceGuard } from './sequence';
export { serializeState } from './serialize';
export type * from './snapshot';
export {
  parseGridCommand,
  parseNetwork,
  parseOptimizeCommand,
  parseScenario,
  parseSnapshot,
  violationError,
} from './validate';
export type { Validator, Violation } from './violation';
export { writeDocument } from './write-document';
