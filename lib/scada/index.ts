/** What is measured: the simulated SCADA. */
export { type SnapshotHeader, SnapshotWriter } from './describe';
export {
  builtinShapes,
  CUSTOMER_CLASSES,
  type CustomerClass,
  type LoadShapes,
  multiplierAt,
} from './load-shapes';
export { readMoment } from './moment';
export { readLoadShapes } from './shape-files';
export {
  openSimulator,
  type Simulator,
  type SimulatorInit,
  type SimulatorTick,
  type StateCommand,
} from './simulator';
export * from './telemetry';
