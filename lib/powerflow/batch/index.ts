/** Batches of load cases on one topology. */
export {
  CASE_STATUS,
  CASES_PER_RANGE,
  checkLoadCases,
  createLoadCaseResults,
  type LoadCaseResults,
  type LoadCases,
  MOST_BYTES,
} from './load-cases';
export { type LoadCaseInit, type LoadCaseService, openLoadCases } from './service';
export { LoadCaseSolver } from './solver';
