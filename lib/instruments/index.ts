/** What the parts of a process record of themselves, for whoever asks: one record for all nodes in it. */
export { DURATION_BOUNDS_S, Durations } from './durations';
export { Instruments, instruments, STAGES, type Stage } from './instruments';
