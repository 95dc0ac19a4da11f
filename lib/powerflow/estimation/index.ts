/** State estimation from measurements. */
export { createEstimator, type Estimator } from './estimator';
export { nominalInjections } from './nominal';
export * from './types';
