import type { Grid } from '../../grid';
import { branchCosts } from './cost';
import type { Incidence } from './graph';
import { route } from './router';
import type { BranchPath, BranchState, Routes } from './types';

/** A grid with what it costs at one moment, and the cheapest path of every bus: what further questions start from. */
export interface RouteMap {
  readonly grid: Grid;
  readonly incidence: Incidence;
  /** Infinity where a branch does not carry. */
  readonly branch_cost: Float64Array;
  readonly routes: Routes;
}

export function mapRoutes(
  grid: Grid,
  incidence: Incidence,
  state: BranchState,
  riskWeight: number,
): RouteMap {
  const branch_cost = branchCosts(grid, state, riskWeight);
  return { grid, incidence, branch_cost, routes: route(grid, incidence, branch_cost) };
}

/** The cheapest path; empty at a bus with a generator, null where no path leads. */
export function cheapestPath({ grid, routes }: RouteMap, bus: number): BranchPath | null {
  return arrivalPath(grid, routes, bus);
}

/** The same by the arrivals alone. */
export function arrivalPath(grid: Grid, { arrival_branch, cost }: Routes, bus: number): BranchPath | null {
  if (cost[bus] === Number.POSITIVE_INFINITY) return null;
  const path: number[] = [];
  let here = bus;
  for (let over = arrival_branch[here]; over !== -1; over = arrival_branch[here]) {
    path.push(over);
    here = farEnd(grid, over, here);
  }
  return path;
}

/** The buses of a path, the supplied one first. */
export function busesOf(grid: Grid, path: BranchPath, bus: number): number[] {
  const buses = [bus];
  for (const over of path) buses.push(farEnd(grid, over, buses[buses.length - 1]));
  return buses;
}

/** Summed from the generator on, as the router does: the same path costs the same to the last bit. */
export function costOf({ branch_cost }: RouteMap, path: BranchPath): number {
  return path.reduceRight((sum, over) => sum + branch_cost[over], 0);
}

function farEnd({ from, to }: Grid, over: number, here: number): number {
  return from[over] === here ? to[over] : from[over];
}
