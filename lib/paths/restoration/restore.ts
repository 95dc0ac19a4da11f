import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { findIslands, nominalPoint, type OperatingPoint } from '../../powerflow';
import { Assessor } from './assessor';
import { searchBeam } from './beam';
import { MOST_LOOKED_AT } from './candidates';
import { compareServed, demandByClass } from './classes';
import { figuresOf, Limits } from './limits';
import { Obstacles } from './obstacles';
import { partsOf } from './parts';
import { describeRestoration, type Outcome } from './report';
import { enumerate, type Search } from './search';
import { type Isolated, SwitchedPart } from './switched-part';
import { tripped } from './trip';
import type { Restoration, RestorationRequest } from './types';

const USUAL_OPERATIONS = 4;
const OPERATIONS_FOR_EACH = 2;
/** Grids in which the switches of what kept its supply are searched as well. */
const MOST_BRANCHES = 200;

/**
 * Isolates the tripped branches and supplies again what that leaves dark, by operations on switches of the dark part and, where
 * that is not enough, around it: most of class 1, then 2, then 3, within ratings and bands, with the fewest operations, of these with the least
 * losses. `now` tells milliseconds. Throws UNKNOWN_ELEMENT and INVALID_SETTING for what cannot be tripped, and
 * NO_SOLUTION where the isolated grid has none.
 */
export function restore(
  grid: Grid,
  request: RestorationRequest,
  now: () => number,
  point: OperatingPoint = nominalPoint(grid),
): Restoration {
  const deadline = now() + request.timeLimit_ms;
  const faults = tripped(grid, request.trip);
  const maxOperations = request.maxOperations ?? USUAL_OPERATIONS + OPERATIONS_FOR_EACH * (faults.size - 1);
  const isolated = point.live.map((live, k) => (faults.has(k) ? 0 : live));
  const before = findIslands(grid, point.live);
  const after = findIslands(grid, isolated);
  const demand = lostDemand(grid, after.energized);
  const radial = !partsOf(grid, point.live).looped;
  const assessor = new Assessor(grid, point, radial);
  const limits = new Limits(grid);
  const normal = assessor.solve(point.live);
  if (normal !== undefined) limits.admit(normal);
  const state = assessor.solve(isolated);
  if (state === undefined) throw unsolved(request.trip);
  limits.admit(state);
  const isolation = figuresOf(grid, state);
  const sources = after.balancing.map((g) => grid.generatorBus[g]);
  const { energized } = after;
  const base: Isolated = { live: isolated, energized, sources, tripped: faults, demand };
  const part = new SwitchedPart(grid, base, false);
  const obstacles = new Obstacles(grid);
  const { served: most, reachable } = part.mostServed();
  const budget = { left: MOST_LOOKED_AT, late: () => now() >= deadline };
  const search: Search = {
    ...{ grid, part, assessor, limits, obstacles, radial, most, maxOperations, budget },
  };
  const lost = before.energized.some((on, bus) => on > energized[bus] && carries(demand, bus));
  const found = lost ? solve(search, base) : NOTHING_TO_DO;
  const wholePart = new SwitchedPart(grid, base, true);
  const outcome: Outcome = {
    ...{ ...found, isolation, lost, late: budget.late() },
    reachable: byBus(grid, part, reachable),
  };
  return describeRestoration({ ...search, part: wholePart }, outcome, demand, request.trip);
}

function unsolved(trip: readonly string[]): Error {
  return gridError('NO_SOLUTION', {
    at: `the grid without ${trip.map((id) => `"${id}"`).join(', ')}`,
    remedy: 'Check the loads and the voltages that are held',
  });
}

const NOTHING_TO_DO = { plan: undefined, complete: true, scope: 'dark_part' } as const;

/** Demand by class of what has no supply. */
function lostDemand(grid: Grid, energized: Uint8Array): Float64Array {
  return demandByClass(grid).map((p_mw, k) => (energized[Math.floor(k / 3)] === 1 ? 0 : p_mw));
}

function carries(demand: Float64Array, bus: number): boolean {
  return demand.subarray(3 * bus, 3 * bus + 3).some((p_mw) => p_mw !== 0);
}

function byBus({ busCount }: Grid, { buses }: SwitchedPart, reachable: Uint8Array): Uint8Array {
  const marked = new Uint8Array(busCount);
  for (const [k, bus] of buses.entries()) marked[bus] = reachable[k];
  return marked;
}

/** In the dark part; where that does not serve all, with the switches of the grid around it. */
function solve(search: Search, base: Isolated): Pick<Outcome, 'plan' | 'complete' | 'scope'> {
  const { most, budget, grid } = search;
  if (compareServed(most, [0, 0, 0]) <= 0) return NOTHING_TO_DO;
  if (budget.late()) return { ...NOTHING_TO_DO, complete: false };
  const { plan, complete } = enumerate(search);
  const scope = 'dark_part';
  if (!complete) return { plan: searchBeam(search, plan), complete, scope };
  const all = plan !== undefined && compareServed(plan.served, most) >= 0;
  if (all || grid.branchCount > MOST_BRANCHES) return { plan, complete, scope };
  const wider = {
    ...search,
    part: new SwitchedPart(grid, base, true),
    budget: { ...budget, left: MOST_LOOKED_AT },
  };
  const whole = enumerate(wider, plan);
  return { plan: whole.plan, complete, scope: whole.complete ? 'grid' : scope };
}
