/** Real telemetry: what sensors send, mapped to the grid. */
export type { TelemetryMessage } from './decode';
export { TelemetryFeed } from './feed';
export { type FilledState, type Filler, type FillerInit, type FillerInput, openFiller } from './filler';
export { linesOfFile, linesOfText } from './lines';
export { type FiledMeasurement, readMeasurementFile } from './measurement-file';
export { Player } from './player';
export { type Point, readPointList } from './point-list';
export { type Frame, readRecording } from './recording';
export type { Moment } from './state';
export { readTextFile } from './text-file';
