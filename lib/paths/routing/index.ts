/** By which ways each bus can be supplied: the cheapest path, alternatives to it, and a backup. */
export { alternativePaths, MOST_ALTERNATIVES } from './alternatives';
export { type Backup, findBackup } from './backup';
export { findBottlenecks } from './bottlenecks';
export { cheapestDisjointPair } from './disjoint-pair';
export { type Incidence, incidenceOf, type SupplyGraph, supplyGraph } from './graph';
export { cheapestPath, mapRoutes, type RouteMap } from './map';
export { createRouter, type Router } from './router';
export type { BranchPath, BranchState, MeasuredBranches, Routes } from './types';
