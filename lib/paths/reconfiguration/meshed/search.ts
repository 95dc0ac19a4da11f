/** The search among all configurations that supply all: exact where they are few, else local. */
import { gridError } from '../../../errors';
import type { Grid } from '../../../grid';
import type { OperatingPoint } from '../../../powerflow';
import { holdsAll } from '../assessor';
import { Deadline } from '../deadline';
import { createProblem, type ReconfigurationProblem } from '../problem';
import type { Searched } from '../searched';
import type { ReconfigurationOptions } from '../types';
import { MeshedAssessor } from './assessor';
import { meshedBound } from './bound';
import { countConfigurations, MeshedExact } from './exact';
import type { MeshedFound } from './found';
import { MeshedLocalSearch } from './local-search';
import { MeshedSwitches } from './switches';

/** Buses × configurations that are solved in a second. */
const SOLVED_PER_S = 5e5;
/** Configurations are counted up to here at most. */
const COUNTED = 2e5;
/** Without an exact search they are only told, where they are few. */
const TOLD = 5000;
/** Where a bound spares an exact search most configurations, it may be faced with so many sets of open switches. */
const MOST_SETS = 1e8;

export function searchMeshed(problem: ReconfigurationProblem, deadline: Deadline): Searched {
  const { method, time_limit_s } = problem.settings;
  const assessor = new MeshedAssessor(problem);
  const switches = new MeshedSwitches(problem);
  const local = new MeshedLocalSearch(assessor, switches, deadline);
  const affordable = Math.min(COUNTED, (SOLVED_PER_S / problem.grid.busCount) * time_limit_s);
  const configurations = countConfigurations(switches, method === 'exchange' ? TOLD : affordable);
  const bound = meshedBound(problem);
  const root_mw = bound?.now_mw(0);
  const handOver = (
    { live, worth }: MeshedFound,
    of: Pick<Searched, 'method' | 'ended' | 'bound_mw'>,
  ): Searched => ({
    ...of,
    live,
    holds: holdsAll(worth),
    configurations,
    estimates: 0,
    power_flows: assessor.powerFlows,
  });
  const few = configurations <= affordable;
  const mayEnd = few || (bound !== undefined && openSets(switches, problem.graph) <= MOST_SETS);
  if (method === 'exchange' || (method === 'auto' && !mayEnd)) {
    const ended = local.run();
    return handOver(local.best, { method: 'exchange', ended, bound_mw: root_mw });
  }
  local.run(few ? 0 : 1);
  const exact = new MeshedExact(assessor, switches, bound, deadline, local.best);
  const ended = exact.run();
  const seen = exact.best.worth.objective_mw;
  const bound_mw = ended === 'complete' ? seen : root_mw && Math.min(exact.unseen_mw, seen);
  return handOver(exact.best, { method: 'exact', ended, bound_mw });
}

/** Sets of no more open switches than there are loops, which is no fewer than the configurations. */
function openSets({ free }: MeshedSwitches, { a, nodeCount }: ReconfigurationProblem['graph']): number {
  let sets = 1;
  let sum = 1;
  for (let n = 0; n < a.length - nodeCount + 1 && n < free.length; n++) {
    sets *= (free.length - n) / (n + 1);
    sum += sets;
  }
  return sum;
}

/** The best of all configurations that supply all. */
export interface MeshedOptimum {
  /** Per branch: 1 where it is closed. */
  live: Uint8Array;
  objective_mw: number;
  /** Whether it keeps voltage band, ratings and the number of operations. */
  holds: boolean;
}

/**
 * By seeing every configuration, loops or none: for grids with few switches, as the time doubles with each. Undefined
 * where none has a power flow. Throws as `reconfigure` does, and INVALID_SETTING for more than 200,000 configurations.
 */
export function exactMeshed(
  grid: Grid,
  point: OperatingPoint,
  options: Omit<ReconfigurationOptions, 'radial' | 'method' | 'time_limit_s' | 'seed'> = {},
): MeshedOptimum | undefined {
  const problem = createProblem(grid, point, { ...options, radial: false });
  const switches = new MeshedSwitches(problem);
  if (countConfigurations(switches, COUNTED) > COUNTED) {
    const allowed = `a grid with at most ${COUNTED} configurations that supply all`;
    throw gridError('INVALID_SETTING', { at: `network "${grid.network.id}"`, got: 'more', allowed });
  }
  const assessor = new MeshedAssessor(problem);
  const live = switches.start();
  const best = { live, worth: assessor.assess(live) };
  const never = new Deadline({ clock: () => 0 }, Number.POSITIVE_INFINITY);
  const exact = new MeshedExact(assessor, switches, meshedBound(problem), never, best);
  exact.run();
  const { objective_mw, violation } = exact.best.worth;
  if (violation === Number.POSITIVE_INFINITY) return undefined;
  return { live: exact.best.live, objective_mw, holds: holdsAll(exact.best.worth) };
}
