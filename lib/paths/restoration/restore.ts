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
import type { OutageRequest, Restoration, RestorationRequest } from './types';

const USUAL_OPERATIONS = 4;
const OPERATIONS_FOR_EACH = 2;
/** The rest of the time is for some legal plan, where the best was not found. */
const SHARE_OF_SEARCH = 0.8;
/** Grids in which the switches of what kept its supply are searched as well. */
const MOST_BRANCHES = 200;

/** What is to be supplied again, and by what. */
interface Task {
  /** The grid before, and with what is isolated. */
  readonly point: OperatingPoint;
  readonly isolated: Uint8Array;
  readonly isolate: readonly string[];
  /** Branches that must not be closed. */
  readonly barred: ReadonlySet<number>;
  /** 1 for each bus that had supply, and is to have it again. */
  readonly had: Uint8Array;
  readonly maxOperations: number;
  readonly timeLimit_ms: number;
}

/**
 * Isolates the tripped branches and supplies again what that leaves dark, by operations on switches of the dark part and, where
 * that is not enough, around it: most of class 1, then 2, then 3, within ratings and bands, with the fewest operations, of these with the least
 * losses. `now` tells milliseconds. Throws UNKNOWN_ELEMENT and INVALID_SETTING for what cannot be tripped, and
 * NO_SOLUTION where the isolated grid has none.
 */
export function restore(
  grid: Grid,
  { trip, timeLimit_ms, maxOperations }: RestorationRequest,
  now: () => number,
  point: OperatingPoint = nominalPoint(grid),
): Restoration {
  const barred = tripped(grid, point.live, trip);
  return answer(grid, now, {
    point,
    isolated: point.live.map((live, k) => (barred.has(k) ? 0 : live)),
    isolate: trip,
    barred,
    had: findIslands(grid, point.live).energized,
    maxOperations: maxOperations ?? usualOperations(barred.size),
    timeLimit_ms,
  });
}

/**
 * As `restore`, from a state in which something is dark already: all buses in service are to have supply. `point` has
 * the demand that the dark buses would take, and `live` 1 for the branches that are closed and in service.
 */
export function resupply(
  grid: Grid,
  { isolate, failed, timeLimit_ms, maxOperations }: OutageRequest,
  now: () => number,
  point: OperatingPoint,
): Restoration {
  return answer(grid, now, {
    point,
    isolated: point.live,
    isolate,
    barred: new Set([...failed.keys()].filter((branch) => failed[branch] === 1)),
    had: grid.busUsable,
    maxOperations: maxOperations ?? usualOperations(isolate.length),
    timeLimit_ms,
  });
}

function usualOperations(isolated: number): number {
  return USUAL_OPERATIONS + OPERATIONS_FOR_EACH * Math.max(0, isolated - 1);
}

function answer(grid: Grid, now: () => number, task: Task): Restoration {
  const { point, isolated, isolate, barred, had, maxOperations, timeLimit_ms } = task;
  const start_ms = now();
  const after = findIslands(grid, isolated);
  const demand = lostDemand(grid, point.demand_mw, had, after.energized);
  // A grid that a fault has left without loops need not stay so.
  const radial = !partsOf(grid, point.live).looped && !partsOf(grid, nominalPoint(grid).live).looped;
  const assessor = new Assessor(grid, point, radial);
  const limits = new Limits(grid);
  const normal = assessor.solve(point.live);
  if (normal !== undefined) limits.admit(normal);
  const state = assessor.solve(isolated);
  if (state === undefined) throw unsolved(isolate);
  limits.admit(state);
  const isolation = figuresOf(grid, state);
  const sources = after.balancing.map((g) => grid.generatorBus[g]);
  const { energized } = after;
  const base: Isolated = { live: isolated, energized, sources, tripped: barred, demand };
  const part = new SwitchedPart(grid, base, false);
  const obstacles = new Obstacles(grid);
  const { served: most, reachable } = part.mostServed();
  const budget = {
    left: MOST_LOOKED_AT,
    late: () => now() >= start_ms + SHARE_OF_SEARCH * timeLimit_ms,
    over: () => now() >= start_ms + timeLimit_ms,
  };
  const search: Search = {
    ...{ grid, part, assessor, limits, obstacles, radial, most, maxOperations, budget },
  };
  const lost = had.some((on, bus) => on > energized[bus] && carries(demand, bus));
  const found = lost ? solve(search, base) : NOTHING_TO_DO;
  const wholePart = new SwitchedPart(grid, base, true);
  const outcome: Outcome = {
    ...{ ...found, isolation, lost, late: budget.late() },
    reachable: byBus(grid, part, reachable),
  };
  return describeRestoration({ ...search, part: wholePart }, outcome, demand, isolate);
}

function unsolved(isolate: readonly string[]): Error {
  return gridError('NO_SOLUTION', {
    at: isolate.length === 0 ? 'the grid' : `the grid without ${isolate.map((id) => `"${id}"`).join(', ')}`,
    remedy: 'Check the loads and the voltages that are held',
  });
}

const NOTHING_TO_DO = { plan: undefined, complete: true, scope: 'dark_part' } as const;

/** Demand by class of what is to have supply and has none. */
function lostDemand(
  grid: Grid,
  demand_mw: Float64Array,
  had: Uint8Array,
  energized: Uint8Array,
): Float64Array {
  return demandByClass(grid, demand_mw).map((p_mw, k) => {
    const bus = Math.floor(k / 3);
    return had[bus] > energized[bus] ? p_mw : 0;
  });
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
