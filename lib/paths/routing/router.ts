import type { Grid } from '../../grid';
import { branchCosts, countedResistance } from './cost';
import type { Incidence } from './graph';
import { BusHeap } from './heap';
import type { BranchState, Routes } from './types';

/** Supply paths of one grid. */
export interface Router {
  /** The arrays of the answer are the caller's own. */
  route(state: BranchState, riskWeight: number): Routes;
}

/**
 * The cheapest supply path of every bus, from whichever generator it comes (E. W. Dijkstra, "A note on two problems
 * in connexion with graphs", 1959, doi:10.1007/BF01386390), by the costs of `branchCosts`. All buses with a generator
 * start at cost 0, which is one pass from a virtual source joined to them all. Of paths with equal cost, the one that
 * arrives by the branch with the lower index is taken.
 *
 * The loop runs on the graph's incidence arrays: graphology-shortest-path returns nodes but not which of two parallel
 * edges leads to them, and a list of nodes for each path (docs/paths.md has the figures). A test holds them equal.
 */
export function createRouter(grid: Grid, incidence: Incidence): Router {
  return {
    route: (state, riskWeight) => route(grid, incidence, branchCosts(grid, state, riskWeight)),
  };
}

/** The same by costs that are there already. */
export function route(grid: Grid, incidence: Incidence, branch_cost: Float64Array): Routes {
  const { start, branch, neighbour } = incidence;
  const arrival_branch = new Int32Array(grid.busCount).fill(-1);
  const cost = new Float64Array(grid.busCount).fill(Number.POSITIVE_INFINITY);
  const resistance_pu = new Float64Array(grid.busCount).fill(Number.POSITIVE_INFINITY);
  const settled = new Uint8Array(grid.busCount);
  const heap = new BusHeap(grid.busCount, cost);
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (grid.isSource[bus] === 0) continue;
    cost[bus] = resistance_pu[bus] = 0;
    heap.push(bus);
  }
  while (heap.size > 0) {
    const here = heap.pop();
    settled[here] = 1;
    for (let at = start[here]; at < start[here + 1]; at++) {
      const over = branch[at];
      const next = neighbour[at];
      if (settled[next] === 1 || branch_cost[over] === Number.POSITIVE_INFINITY) continue;
      const reached = cost[here] + branch_cost[over];
      const better = reached < cost[next];
      const tied = reached === cost[next] && over < arrival_branch[next];
      if (!better && !tied) continue;
      cost[next] = reached;
      resistance_pu[next] = resistance_pu[here] + countedResistance(grid, over);
      arrival_branch[next] = over;
      if (better) heap.push(next);
    }
  }
  return { arrival_branch, cost, resistance_pu };
}
