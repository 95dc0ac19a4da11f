import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { findIslands, nominalPoint, type OperatingPoint } from '../../powerflow';
import { Assessor } from './assessor';
import { searchBeam } from './beam';
import { MOST_LOOKED_AT } from './candidates';
import { compareServed, demandByClass } from './classes';
import { DarkPart } from './dark-part';
import { figuresOf, Limits } from './limits';
import { Obstacles } from './obstacles';
import { partsOf } from './parts';
import { describeRestoration, type Outcome } from './report';
import { enumerate, type Search } from './search';
import { tripped } from './trip';
import type { Restoration, RestorationRequest } from './types';

const USUAL_OPERATIONS = 4;
const OPERATIONS_FOR_EACH = 2;

/**
 * Isolates the tripped branches and supplies again what that leaves dark, by operations on switches of the dark part:
 * most of class 1, then 2, then 3, within ratings and bands, with the fewest operations, of these with the least
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
  const demand = demandByClass(grid);
  const radial = !partsOf(grid, point.live).looped;
  const assessor = new Assessor(grid, point, radial);
  const limits = new Limits(grid);
  const normal = assessor.solve(point.live);
  if (normal !== undefined) limits.admit(normal);
  const state = assessor.solve(isolated);
  if (state === undefined) {
    throw gridError('NO_SOLUTION', {
      at: `the grid without ${request.trip.map((id) => `"${id}"`).join(', ')}`,
      remedy: 'Check the loads and the voltages that are held',
    });
  }
  limits.admit(state);
  const isolation = figuresOf(grid, state);
  const part = new DarkPart(grid, isolated, after.energized, faults, demand);
  const obstacles = new Obstacles(part);
  const { served: most, reachable } = part.mostServed();
  const budget = { left: MOST_LOOKED_AT, late: () => now() >= deadline };
  const search: Search = {
    ...{ grid, part, assessor, limits, obstacles, radial, most, maxOperations, budget },
  };
  const lost = before.energized.some((on, bus) => on > after.energized[bus] && carries(demand, bus));
  const found = lost ? solve(search) : { plan: undefined, complete: true };
  const outcome: Outcome = { ...found, isolation, lost, reachable, late: budget.late() };
  return describeRestoration(search, outcome, demand, request.trip);
}

function carries(demand: Float64Array, bus: number): boolean {
  return demand.subarray(3 * bus, 3 * bus + 3).some((p_mw) => p_mw !== 0);
}

function solve(search: Search): Pick<Outcome, 'plan' | 'complete'> {
  if (compareServed(search.most, [0, 0, 0]) <= 0) return { plan: undefined, complete: true };
  if (search.budget.late()) return { plan: undefined, complete: false };
  const { plan, complete } = enumerate(search);
  return { plan: complete ? plan : searchBeam(search, plan), complete };
}
