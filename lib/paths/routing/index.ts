/** By which ways each bus can be supplied: the cheapest path, alternatives to it, and a backup. */
export { alternativePaths, MOST_ALTERNATIVES } from './alternatives';
export { type Backup, findBackup } from './backup';
export { findBarriers } from './barriers';
export { findBottlenecks } from './bottlenecks';
export { describePath, unreachablePath } from './describe';
export { cheapestDisjointPair } from './disjoint-pair';
export { type Incidence, incidenceOf, type SupplyGraph, supplyGraph } from './graph';
export { arrivalPath, cheapestPath, mapRoutes, type RouteMap } from './map';
export { RouteFinder } from './node-routes';
export { createRouter, type Router } from './router';
export type { BranchPath, BranchState, MeasuredBranches, Routes } from './types';
