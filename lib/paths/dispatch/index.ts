/** Who decides what is switched: proposals, their acceptance and release, and what the operator is told. */
export { Dispatcher, type DispatcherSettings, type DispatchOutcome } from './dispatcher';
