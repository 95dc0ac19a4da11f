import type { RouteMap } from './map';

/**
 * The branches that stand between a bus which no path reaches and those that are supplied: each would, if it carried,
 * join the two. Empty where none would by itself.
 */
export function findBarriers({ grid, incidence, branch_cost, routes }: RouteMap, bus: number): number[] {
  const { start, branch, neighbour } = incidence;
  const visited = new Uint8Array(grid.busCount);
  const open = [bus];
  const barriers: number[] = [];
  visited[bus] = 1;
  while (open.length > 0) {
    const here = open.pop()!;
    for (let at = start[here]; at < start[here + 1]; at++) {
      const over = branch[at];
      const next = neighbour[at];
      if (routes.cost[next] !== Number.POSITIVE_INFINITY) barriers.push(over);
      else if (branch_cost[over] !== Number.POSITIVE_INFINITY && visited[next] === 0) {
        visited[next] = 1;
        open.push(next);
      }
    }
  }
  return barriers.sort((a, b) => a - b);
}
