import { busesOf, type RouteMap } from './map';
import type { BranchPath } from './types';

/**
 * The branches that every path of a bus passes, from the generator on: none exactly where two paths exist that share
 * no branch (K. Menger, 1927, doi:10.4064/fm-10-1-96-115). They are all on any one path, which is given.
 *
 * From the bus outwards everything is visited that can be reached without travelling the path forwards. Where that
 * ends, the next branch of the path is the only way on.
 */
export function findBottlenecks(
  { grid, incidence, branch_cost }: RouteMap,
  bus: number,
  path: BranchPath,
): number[] {
  const { start, branch, neighbour } = incidence;
  const buses = busesOf(grid, path, bus);
  const place = new Int32Array(grid.busCount).fill(-1);
  for (const [at, passed] of buses.entries()) place[passed] = at;
  const ofPath = new Set(path);
  const visited = new Uint8Array(grid.busCount);
  const open: number[] = [];
  const bottlenecks: number[] = [];
  let furthest = -1;
  const visit = (at: number): void => {
    visited[at] = 1;
    open.push(at);
  };
  /** Whoever stands on the path can go back on it. */
  const advance = (to: number): void => {
    while (furthest < to) visit(buses[++furthest]);
  };
  for (advance(0); ; advance(furthest + 1)) {
    while (open.length > 0) {
      const here = open.pop()!;
      if (grid.isSource[here] === 1) return bottlenecks.reverse();
      for (let at = start[here]; at < start[here + 1]; at++) {
        const over = branch[at];
        const next = neighbour[at];
        if (visited[next] === 1 || branch_cost[over] === Number.POSITIVE_INFINITY || ofPath.has(over))
          continue;
        if (place[next] > furthest) advance(place[next]);
        else visit(next);
      }
    }
    bottlenecks.push(path[furthest]);
  }
}
