/**
 * Load cases: operating points that differ in demand and generation on one topology, such as the hours of a year.
 * They are solved in ranges of a fixed length, each from the nominal solution and then each case from the one before,
 * so that the figures do not depend on how the ranges are spread over threads.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';

/** A case after the first of its range starts from the one before it. */
export const CASES_PER_RANGE = 64;

/** Inputs and outputs of one call together, bytes. */
export const MOST_BYTES = 2 ** 30;

/** What the numbers in `status` stand for. */
export const CASE_STATUS = ['converged', 'islanded', 'not_converged'] as const;

/** One row a case: MW and Mvar. */
export interface LoadCases {
  count: number;
  /** count × buses. */
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  /** count × generators; as in the network where absent. */
  generation_mw?: Float64Array;
}

/** What load cases lead to; NaN, and −1 for a branch, where a case has no solution. */
export interface LoadCaseResults {
  /** count × buses; 0 where de-energised. */
  vm_pu: Float64Array;
  va_rad: Float64Array;
  /** One value a case. */
  loss_mw: Float64Array;
  unserved_mw: Float64Array;
  /** The most heavily loaded branch, of those with a rating. */
  loading_max_percent: Float64Array;
  loading_max_branch: Int32Array;
  status: Uint8Array;
  iterations: Int32Array;
}

/** Memory for the results, in one block that threads share. Throws INVALID_SETTING where it would be too much. */
export function createLoadCaseResults(grid: Grid, count: number): LoadCaseResults {
  checkCount(count);
  checkBytes(resultBytes(grid, count));
  const floats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
  const integers = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * count));
  return {
    vm_pu: floats(count * grid.busCount),
    va_rad: floats(count * grid.busCount),
    loss_mw: floats(count),
    unserved_mw: floats(count),
    loading_max_percent: floats(count),
    loading_max_branch: integers(),
    status: new Uint8Array(new SharedArrayBuffer(count)),
    iterations: integers(),
  };
}

/** Throws INVALID_SETTING where a table has not the size that the grid and the number of cases ask for. */
export function checkLoadCases(grid: Grid, cases: LoadCases, results: LoadCaseResults): void {
  const { count } = cases;
  checkCount(count);
  const { busCount, generatorCount } = grid;
  checkLength('cases.demand_mw', cases.demand_mw, count * busCount);
  checkLength('cases.demand_mvar', cases.demand_mvar, count * busCount);
  if (cases.generation_mw !== undefined)
    checkLength('cases.generation_mw', cases.generation_mw, count * generatorCount);
  for (const [name, values] of Object.entries(results)) {
    const perBus = name === 'vm_pu' || name === 'va_rad';
    checkLength(`results.${name}`, values, perBus ? count * busCount : count);
  }
  const inputs = 8 * count * (2 * busCount + (cases.generation_mw === undefined ? 0 : generatorCount));
  checkBytes(inputs + resultBytes(grid, count));
}

function resultBytes({ busCount }: Grid, count: number): number {
  return count * (16 * busCount + 33);
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw gridError('INVALID_SETTING', { at: 'cases.count', got: count, allowed: 'a whole number from 1' });
}

function checkLength(at: string, values: { length: number }, length: number): void {
  if (values.length !== length)
    throw gridError('INVALID_SETTING', { at, got: `${values.length} values`, allowed: `${length} values` });
}

function checkBytes(bytes: number): void {
  if (bytes > MOST_BYTES)
    throw gridError('INVALID_SETTING', {
      at: 'cases.count',
      got: `tables of ${Math.ceil(bytes / 2 ** 20)} MiB`,
      allowed: `${MOST_BYTES / 2 ** 20} MiB in all`,
      remedy: 'Give fewer cases at a time',
    });
}
