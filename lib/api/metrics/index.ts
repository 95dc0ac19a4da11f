export { Exchanges } from './exchanges';
export { gridMetrics } from './grid';
export { LoopDelay, processMetrics } from './process';
export { Exposition, type PrometheusClient } from './exposition';
