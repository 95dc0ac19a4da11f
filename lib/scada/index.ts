/** What is measured: the simulated SCADA. */
export { edgeAssets } from './condition/assets';
export { READING_COUNT } from './condition/condition';
export { type SnapshotHeader, SnapshotWriter } from './describe';
export type { FailureEvent } from './failures/failures';
export { CAUSE_COUNT, CAUSES } from './failures/hazard';
export { csvLine, type HistoryPlan, LABEL_COLUMNS, type LabelledRow, Labeller } from './history/labels';
export { edgeSplit, type Split, type TimeSplit, timeSplit } from './history/split';
export {
  builtinShapes,
  CUSTOMER_CLASSES,
  type CustomerClass,
  type LoadShapes,
  multiplierAt,
} from './load/load-shapes';
export { readLoadShapes } from './load/shape-files';
export { weeklyShapes } from './load/weekly-shapes';
export { END_OF_TIME_S, readMoment } from './moment';
export { type ExecutionReport, PlanExecution, type Switchgear } from './plan-execution';
export { builtinScenario, SCENARIO_NAMES } from './scenarios/builtin';
export { Run, type RunOptions } from './run';
export { readScenario } from './scenarios/scenario-file';
export type { SensorFaultRates } from './sensors/faults';
export {
  openSimulator,
  type Simulator,
  type SimulatorInit,
  type SimulatorTick,
  type SimulatorTruth,
  type StateCommand,
} from './simulator';
export * from './telemetry';
export { WEATHER_COLUMNS, type WeatherSeries } from './weather/series';
export { type Site, USUAL_SITE } from './weather/sun';
export { readWeather } from './weather/weather-file';
