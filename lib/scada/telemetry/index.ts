/** Real telemetry: what sensors send, mapped to the grid. */
export { type FiledMeasurement, readMeasurementFile } from './measurement-file';
