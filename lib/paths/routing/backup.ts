import { findBottlenecks } from './bottlenecks';
import { cheapestDisjointPair } from './disjoint-pair';
import { cheapestPath, type RouteMap } from './map';
import { BarredSearch } from './search';
import type { BranchPath } from './types';

/**
 * What stands by for the cheapest path of a bus:
 *
 * - `disjoint`: the cheapest path that shares no branch with it
 * - `pair`: there is none, for the cheapest path itself is in the way; these two share no branch, and cost least together
 * - `none`: every path passes the bottlenecks, from the generator on
 * - `source`, `unreachable`: there is no path to stand by for
 */
export type Backup =
  | { kind: 'disjoint'; path: BranchPath }
  | { kind: 'pair'; pair: readonly [BranchPath, BranchPath] }
  | { kind: 'none'; bottlenecks: readonly number[] }
  | { kind: 'source' | 'unreachable' };

export function findBackup(map: RouteMap, bus: number): Backup {
  const first = cheapestPath(map, bus);
  if (first === null) return { kind: 'unreachable' };
  if (first.length === 0) return { kind: 'source' };
  const search = new BarredSearch(map);
  for (const over of first) search.barredBranch[over] = 1;
  const beside = search.find(bus, Number.POSITIVE_INFINITY);
  if (beside !== null) return { kind: 'disjoint', path: beside.branches };
  const pair = cheapestDisjointPair(map, bus);
  if (pair !== null) return { kind: 'pair', pair };
  return { kind: 'none', bottlenecks: findBottlenecks(map, bus, first) };
}
