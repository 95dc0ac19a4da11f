/** Power flow of radial and weakly meshed grids, fast. */

export type { SweepFigures, SweepSummary } from './summary';
export { createSweep, type RadialSweep } from './sweep';
