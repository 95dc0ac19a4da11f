/** Where heavy work runs. Nothing above this room knows about threads. */
export { type ScreeningResult, type ScreenOptions, screenContingencies } from './contingencies';
export { type LoadCaseOptions, solveLoadCases } from './load-cases';
export type { OpenOptions } from './pool';
export { WorkerPool } from './pool';
export type { ServiceContext, ServiceFactory, Session } from './service';
export type { InitOf, MethodsOf, ServiceName } from './services';
export { sharedPool } from './shared';
export { MOST_THREADS, type ThreadOptions } from './thread-options';
