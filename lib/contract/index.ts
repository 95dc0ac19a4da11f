/** The shapes that cross a border, and the checks at it. */
export type * from './commands';
export type * from './network';
export type * from './operator';
export { READINGS } from './readings';
export type * from './scenario';
export { SequenceGuard } from './sequence';
export { serializeState } from './serialize';
export type * from './snapshot';
export {
  GRID_COMMANDS,
  OPTIMIZER_COMMANDS,
  parseGridCommand,
  parseIssuedPlan,
  parseNetwork,
  parseOperatorMessage,
  parseOptimizeCommand,
  parseOptimizerCommand,
  parseScenario,
  parseSnapshot,
  violationError,
} from './validate';
export type { Validator, Violation } from './violation';
export { writeDocument } from './write-document';
export { nextTurn } from './turns';
