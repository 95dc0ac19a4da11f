import { gridError } from '../../errors';
import { busesOf, cheapestPath, costOf, type RouteMap } from './map';
import { BarredSearch } from './search';
import type { BranchPath } from './types';

/** Paths that may be asked for at once. */
export const MOST_ALTERNATIVES = 20;

interface Candidate {
  path: BranchPath;
  cost: number;
  /** Branches at its beginning that it shares with the path that it was derived from. */
  shared: number;
}

/**
 * The `count` cheapest paths of a bus, the cheapest first; fewer where there are no more, none where no path leads or
 * the bus has a generator. Paths differ in a branch: parallel branches make different paths. INVALID_SETTING where
 * `count` is no whole number from 1 to MOST_ALTERNATIVES.
 *
 * The method is J. Y. Yen's, "Finding the k shortest loopless paths in a network", 1971 (doi:10.1287/mnsc.17.11.712),
 * with E. L. Lawler's rule, 1972 (doi:10.1287/mnsc.18.7.401): a path is left only at or behind the place where it left
 * its own parent, so that nothing is found twice. It runs from the bus to the generators. No more candidates are kept
 * than paths are wanted, and no search goes on that cannot beat the worst of them.
 */
export function alternativePaths(map: RouteMap, bus: number, count: number): BranchPath[] {
  checkCount(count);
  const first = cheapestPath(map, bus);
  if (first === null || first.length === 0) return [];
  const taken: Candidate[] = [{ path: first, cost: costOf(map, first), shared: 0 }];
  const candidates: Candidate[] = [];
  const search = new BarredSearch(map);
  while (taken.length < count) {
    leave(map, bus, taken, search, candidates, count - taken.length);
    const next = candidates.shift();
    if (next === undefined) break;
    taken.push(next);
  }
  // Candidates were compared by sums taken the other way round, which may differ in the last bit.
  return taken
    .map(({ path }) => ({ path, cost: costOf(map, path) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ path }) => path);
}

/** Adds the best ways that leave the path taken last, one for each bus at which it can be left. */
function leave(
  map: RouteMap,
  bus: number,
  taken: readonly Candidate[],
  search: BarredSearch,
  candidates: Candidate[],
  wanted: number,
): void {
  const { path, shared } = taken[taken.length - 1];
  const buses = busesOf(map.grid, path, bus);
  let same = taken.map((other) => other.path);
  let paid = 0;
  for (let at = 0; at < path.length; at++) {
    if (at >= shared) {
      const limit = candidates.length < wanted ? Number.POSITIVE_INFINITY : candidates[wanted - 1].cost;
      for (const other of same) search.barredBranch[other[at]] = 1;
      const found = search.find(buses[at], limit - paid);
      for (const other of same) search.barredBranch[other[at]] = 0;
      if (found !== null) {
        const candidate = {
          path: [...path.slice(0, at), ...found.branches],
          cost: paid + found.cost,
          shared: at,
        };
        insert(candidates, candidate, wanted);
      }
    }
    search.barredBus[buses[at]] = 1;
    same = same.filter((other) => other[at] === path[at]);
    paid += map.branch_cost[path[at]];
  }
  for (const passed of buses) search.barredBus[passed] = 0;
}

/** Keeps the cheapest `most`, in order; of equal ones the older first. */
function insert(candidates: Candidate[], candidate: Candidate, most: number): void {
  let at = candidates.length;
  while (at > 0 && candidates[at - 1].cost > candidate.cost) at--;
  candidates.splice(at, 0, candidate);
  if (candidates.length > most) candidates.length = most;
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_ALTERNATIVES) return;
  throw gridError('INVALID_SETTING', {
    at: 'alternatives',
    got: count,
    allowed: `a whole number from 1 to ${MOST_ALTERNATIVES}`,
  });
}
