import type { Network } from '../contract';
import { gridError } from '../errors';
import { compileGrid } from '../grid';
import {
  CASES_PER_RANGE,
  checkLoadCases,
  createLoadCaseResults,
  type LoadCaseResults,
  LoadCaseSolver,
  type LoadCases,
  sharedFloats,
} from '../powerflow';
import { deal, inPlace, withSessions } from './pieces';
import { type ThreadOptions, threadsFor } from './thread-options';

/** A case takes about this long, for each bus. */
const CASE_MS_PER_BUS = 0.0006;

export type LoadCaseOptions = ThreadOptions & {
  /** Where the results are written; in memory that threads share (`createLoadCaseResults`) where threads are used. */
  results?: LoadCaseResults;
};

/**
 * Solves load cases on a network's nominal topology; its results, written range by range. They are the same, bit for
 * bit, whatever the number of threads. Cases that are not in memory that threads share are copied into such once.
 * Throws INVALID_NETWORK, INVALID_SETTING, and WORKER_FAILED where a thread dies.
 */
export async function solveLoadCases(
  network: Network,
  cases: LoadCases,
  { threads: asked, signal, pool, results: given }: LoadCaseOptions = {},
): Promise<LoadCaseResults> {
  signal?.throwIfAborted();
  const grid = compileGrid(network);
  const results = given ?? createLoadCaseResults(grid, cases.count);
  checkLoadCases(grid, cases, results);
  const pieces = Math.ceil(cases.count / CASES_PER_RANGE);
  const threads = threadsFor(asked, cases.count * grid.busCount * CASE_MS_PER_BUS, pieces);
  if (threads < 2) {
    const solver = new LoadCaseSolver(grid);
    await inPlace(pieces, signal, (range) => solver.solve(cases, results, range));
    return results;
  }
  checkShared(results);
  const init = { network, cases: sharedCases(cases), results };
  await withSessions('load-cases', init, { threads, signal, pool }, async (sessions) => {
    const plan = await sessions[0].call('plan');
    await Promise.all(sessions.map((session) => session.call('adopt', plan)));
    await deal(sessions, pieces, (session, range) => session.call('solve', range));
  });
  return results;
}

function checkShared(results: LoadCaseResults): void {
  for (const [name, values] of Object.entries(results)) {
    if (values.buffer instanceof SharedArrayBuffer) continue;
    throw gridError('INVALID_SETTING', {
      at: `results.${name}`,
      got: 'memory of one thread',
      allowed: 'a SharedArrayBuffer behind it where threads are used',
      remedy: 'Take the results from createLoadCaseResults, or ask for no threads',
    });
  }
}

function sharedCases({ count, demand_mw, demand_mvar, generation_mw }: LoadCases): LoadCases {
  const shared = (table: Float64Array): Float64Array =>
    table.buffer instanceof SharedArrayBuffer ? table : sharedFloats(table);
  return {
    count,
    demand_mw: shared(demand_mw),
    demand_mvar: shared(demand_mvar),
    ...(generation_mw === undefined ? {} : { generation_mw: shared(generation_mw) }),
  };
}
