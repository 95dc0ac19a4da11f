import type { Network } from '../contract';
import { compileGrid, type Grid } from '../grid';
import {
  type ContingencyRecords,
  ContingencyScreening,
  createRecords,
  type NotConverged,
  outagesOf,
  placeRecords,
  planScreening,
  type ScreeningBase,
  type ScreeningOptions,
} from '../powerflow';
import { deal, inPlace, withSessions } from './pieces';
import { type ThreadOptions, threadsFor } from './thread-options';

const OUTAGES_PER_PIECE = 16;

/** An outage takes about this long by AC power flow, for each bus. */
const OUTAGE_MS_PER_BUS = 0.0006;

export type ScreenOptions = ScreeningOptions & ThreadOptions;

/** One record an outage, in the order of the branches; nothing to screen where the base case has no solution. */
export type ScreeningResult =
  | { status: 'screened'; grid: Grid; base: ScreeningBase; records: ContingencyRecords }
  | NotConverged;

/**
 * Screens every N−1 branch outage of a network. The figures are the same, bit for bit, whatever the number of
 * threads. Throws INVALID_NETWORK, INVALID_SETTING, and WORKER_FAILED where a thread dies.
 */
export async function screenContingencies(
  network: Network,
  { threads: asked, signal, pool, ...options }: ScreenOptions = {},
): Promise<ScreeningResult> {
  signal?.throwIfAborted();
  const grid = compileGrid(network);
  const { length: count } = outagesOf(grid, options);
  const pieces = Math.ceil(count / OUTAGES_PER_PIECE);
  const threads = threadsFor(asked, count * grid.busCount * OUTAGE_MS_PER_BUS, pieces);
  const records = createRecords(count);
  const begin = (piece: number): number => piece * OUTAGES_PER_PIECE;
  const end = (piece: number): number => Math.min(count, begin(piece) + OUTAGES_PER_PIECE);

  if (threads < 2) {
    const planned = planScreening(grid, options);
    if (planned.status === 'not_converged') return planned;
    const screening = new ContingencyScreening(grid, planned.shared, options);
    await inPlace(pieces, signal, (piece) => {
      placeRecords(records, screening.screen(begin(piece), end(piece)), begin(piece));
    });
    return { status: 'screened', grid, base: planned.shared.base, records };
  }
  return withSessions('contingency', { network, options }, { threads, signal, pool }, async (sessions) => {
    const planned = await sessions[0].call('plan');
    if (planned.status === 'not_converged') return planned;
    await Promise.all(sessions.map((session) => session.call('adopt', planned.shared)));
    await deal(sessions, pieces, async (session, piece) => {
      placeRecords(records, await session.call('screen', begin(piece), end(piece)), begin(piece));
    });
    return { status: 'screened', grid, base: planned.shared.base, records };
  });
}
