import { BusHeap } from './heap';
import type { RouteMap } from './map';

/** A way from a bus to the first generator, with what it costs. */
export interface Found {
  branches: number[];
  cost: number;
}

/**
 * The cheapest way from one bus to any generator past buses and branches that are barred (A*: P. E. Hart, N. J. Nilsson
 * and B. Raphael, 1968, doi:10.1109/TSSC.1968.300136). What is left to go is estimated by the bus's cost without
 * anything barred, which bars can only raise: so the estimate never misleads, and where few bars matter the search
 * hardly leaves the way. Its memory is reused from search to search.
 */
export class BarredSearch {
  /** 1 where no way may lead. To be set and cleared by the caller. */
  readonly barredBus: Uint8Array;
  readonly barredBranch: Uint8Array;
  private readonly reached: Float64Array;
  private readonly arrival: Int32Array;
  private readonly estimate: Float64Array;
  /** The search that a bus was last reached and settled in. */
  private readonly reachedIn: Int32Array;
  private readonly settledIn: Int32Array;
  private readonly heap: BusHeap;
  private search = 0;

  constructor(private readonly map: RouteMap) {
    const { busCount, branchCount } = map.grid;
    this.barredBus = new Uint8Array(busCount);
    this.barredBranch = new Uint8Array(branchCount);
    this.reached = new Float64Array(busCount);
    this.arrival = new Int32Array(busCount);
    this.estimate = new Float64Array(busCount);
    this.reachedIn = new Int32Array(busCount);
    this.settledIn = new Int32Array(busCount);
    this.heap = new BusHeap(busCount, this.estimate);
  }

  /** Null where no way is left, or none that costs less than `limit`. */
  find(bus: number, limit: number): Found | null {
    const { grid, routes } = this.map;
    this.search++;
    this.heap.clear();
    this.reach(bus, 0, -1);
    while (this.heap.size > 0) {
      const here = this.heap.pop();
      if (this.estimate[here] >= limit) return null;
      if (grid.isSource[here] === 1) return this.found(bus, here);
      this.settledIn[here] = this.search;
      this.expand(here, routes.cost);
    }
    return null;
  }

  private expand(here: number, toGenerator: Float64Array): void {
    const { incidence, branch_cost } = this.map;
    const { start, branch, neighbour } = incidence;
    for (let at = start[here]; at < start[here + 1]; at++) {
      const over = branch[at];
      const next = neighbour[at];
      if (branch_cost[over] === Number.POSITIVE_INFINITY || this.barredBranch[over] === 1) continue;
      if (this.barredBus[next] === 1 || this.settledIn[next] === this.search) continue;
      if (toGenerator[next] === Number.POSITIVE_INFINITY) continue;
      const cost = this.reached[here] + branch_cost[over];
      if (this.reachedIn[next] !== this.search || cost < this.reached[next]) this.reach(next, cost, over);
    }
  }

  private reach(bus: number, cost: number, over: number): void {
    this.reachedIn[bus] = this.search;
    this.reached[bus] = cost;
    this.arrival[bus] = over;
    this.estimate[bus] = cost + this.map.routes.cost[bus];
    this.heap.push(bus);
  }

  private found(bus: number, generator: number): Found {
    const { from, to } = this.map.grid;
    const branches: number[] = [];
    for (let here = generator; here !== bus; ) {
      const over = this.arrival[here];
      branches.push(over);
      here = from[over] === here ? to[over] : from[over];
    }
    return { branches: branches.reverse(), cost: this.reached[generator] };
  }
}
