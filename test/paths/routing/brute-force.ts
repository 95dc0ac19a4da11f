import type { Grid } from '../../../lib/grid';
import {
  type BranchPath,
  type BranchState,
  incidenceOf,
  mapRoutes,
  type RouteMap,
  supplyGraph,
} from '../../../lib/paths/routing';
import { Random } from '../../../lib/random';
import { randomBranchState, randomGrid } from '../grids';

export interface Case {
  grid: Grid;
  state: BranchState;
  weight: number;
  map: RouteMap;
}

export function mapOf(grid: Grid, state: BranchState, weight: number): RouteMap {
  return mapRoutes(grid, incidenceOf(supplyGraph(grid)), state, weight);
}

/** Small random multigraphs with one to three generators, open and failed branches among them. */
export function randomCases(count: number, healthy: number, extraBranches = 6): Case[] {
  return Array.from({ length: count }, (_, seed) => {
    const shape = { buses: 7, extraBranches: extraBranches + (seed % 3), generators: 1 + (seed % 3), seed };
    const grid = randomGrid(shape);
    const state = randomBranchState(grid, new Random(1000 + seed), healthy);
    const weight = (seed % 5) * 0.05;
    return { grid, state, weight, map: mapOf(grid, state, weight) };
  });
}

/** Every path from a bus to the first generator on it that passes no bus twice, by walking all of them. */
export function allPaths(grid: Grid, state: BranchState, bus: number): number[][] {
  const paths: number[][] = [];
  const visited = new Set<number>();
  const walk = (here: number, path: number[]): void => {
    if (grid.isSource[here] === 1) {
      if (path.length > 0) paths.push(path);
      return;
    }
    visited.add(here);
    for (let over = 0; over < grid.branchCount; over++) {
      if (state.closed[over] === 0 || state.in_service[over] === 0) continue;
      if (grid.from[over] !== here && grid.to[over] !== here) continue;
      const next = grid.from[over] === here ? grid.to[over] : grid.from[over];
      if (!visited.has(next)) walk(next, [...path, over]);
    }
    visited.delete(here);
  };
  walk(bus, []);
  return paths;
}

/** By the formula of the docs. */
export function pathCost(
  { grid, state, weight }: Pick<Case, 'grid' | 'state' | 'weight'>,
  path: BranchPath,
): number {
  return path.reduce((sum, k) => sum + Math.max(0, grid.r_pu[k]) + weight * state.failure_probability[k], 0);
}

export const shareNothing = (a: BranchPath, b: BranchPath): boolean => !a.some((over) => b.includes(over));
