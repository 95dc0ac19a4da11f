/** Gridloom without Node-RED: every room by its door. */
export * as contract from './contract';
export * as errors from './errors';
export * as grid from './grid';
export * as paths from './paths';
export * as powerflow from './powerflow';
export * as risk from './risk';
export * as scada from './scada';
export * as workers from './workers';
