import { BusHeap } from './heap';
import { busesOf, cheapestPath, costOf, type RouteMap } from './map';
import type { BranchPath } from './types';

/**
 * The two paths of a bus that share no branch and cost least together, the cheaper first; null where no two exist.
 * They may share buses, the generator among them.
 *
 * After R. Bhandari, "Survivable Networks", 1999, ch. 3: a second cheapest way, on which the first may be travelled
 * backwards to have its cost back; what both travel is then in neither. Costs are made non-negative as J. W. Suurballe
 * and R. E. Tarjan do (1984, doi:10.1002/net.3230140209), so that one pass of Dijkstra's algorithm finds it.
 */
export function cheapestDisjointPair(map: RouteMap, bus: number): [BranchPath, BranchPath] | null {
  const first = cheapestPath(map, bus);
  if (first === null || first.length === 0) return null;
  const second = augment(map, bus, first);
  if (second === null) return null;
  const rest = exits(map, bus, first, second);
  const pair: [BranchPath, BranchPath] = [walk(map, bus, rest), walk(map, bus, rest)];
  return costOf(map, pair[0]) <= costOf(map, pair[1]) ? pair : [pair[1], pair[0]];
}

/** The cheapest way on from the bus to a generator where the first path can only be travelled backwards. */
function augment(map: RouteMap, bus: number, first: BranchPath): number[] | null {
  const { grid, incidence, branch_cost, routes } = map;
  const { start, branch, neighbour } = incidence;
  const buses = busesOf(grid, first, bus);
  /** By branch of the first path: the bus that it is entered from going forwards. */
  const forwards = new Map(first.map((over, at) => [over, buses[at]]));
  const arrival = new Int32Array(grid.busCount).fill(-1);
  const reached = new Float64Array(grid.busCount).fill(Number.POSITIVE_INFINITY);
  const settled = new Uint8Array(grid.busCount);
  const heap = new BusHeap(grid.busCount, reached);
  reached[bus] = 0;
  heap.push(bus);
  while (heap.size > 0) {
    const here = heap.pop();
    if (grid.isSource[here] === 1) return backFrom(map, arrival, here, bus);
    settled[here] = 1;
    for (let at = start[here]; at < start[here + 1]; at++) {
      const over = branch[at];
      const next = neighbour[at];
      if (settled[next] === 1 || branch_cost[over] === Number.POSITIVE_INFINITY) continue;
      const entered = forwards.get(over);
      if (entered === here) continue;
      // Reduced by the distance to the generators, which makes the branches of the first path cost nothing.
      const reduced = entered === undefined ? branch_cost[over] + routes.cost[next] - routes.cost[here] : 0;
      const cost = reached[here] + Math.max(0, reduced);
      if (cost >= reached[next]) continue;
      reached[next] = cost;
      arrival[next] = over;
      heap.push(next);
    }
  }
  return null;
}

function backFrom({ grid }: RouteMap, arrival: Int32Array, generator: number, bus: number): number[] {
  const way: number[] = [];
  for (let here = generator; here !== bus; ) {
    const over = arrival[here];
    way.push(over);
    here = grid.from[over] === here ? grid.to[over] : grid.from[over];
  }
  return way.reverse();
}

/** By bus: the branches that the two paths leave it by, once what both ways travel is taken out of them. */
function exits(
  { grid }: RouteMap,
  bus: number,
  first: BranchPath,
  second: readonly number[],
): Map<number, number[]> {
  const again = new Set(second);
  const shared = new Set(first.filter((over) => again.has(over)));
  const rest = new Map<number, number[]>();
  for (const way of [first, second]) {
    const buses = busesOf(grid, way, bus);
    for (const [at, over] of way.entries()) {
      if (shared.has(over)) continue;
      const from = buses[at];
      rest.set(
        from,
        [...(rest.get(from) ?? []), over].sort((a, b) => b - a),
      );
    }
  }
  return rest;
}

/** One path out of what is left of the two; circles, which cost nothing, are left out. */
function walk({ grid }: RouteMap, bus: number, rest: Map<number, number[]>): number[] {
  const path: number[] = [];
  const place = new Map([[bus, 0]]);
  for (let here = bus; grid.isSource[here] === 0; ) {
    const over = rest.get(here)!.pop()!;
    here = grid.from[over] === here ? grid.to[over] : grid.from[over];
    path.push(over);
    const before = place.get(here);
    if (before === undefined) place.set(here, path.length);
    else cutCircle(grid, path, place, before, bus);
  }
  return path;
}

function cutCircle(
  grid: RouteMap['grid'],
  path: number[],
  place: Map<number, number>,
  to: number,
  bus: number,
) {
  for (const passed of busesOf(grid, path, bus).slice(to + 1))
    if (place.get(passed)! > to) place.delete(passed);
  path.length = to;
}
