/** By which ways each bus can be supplied: the cheapest path, alternatives to it, and a backup. */
export { type Incidence, incidenceOf, type SupplyGraph, supplyGraph } from './graph';
export { createRouter, type Router } from './router';
export type { BranchPath, BranchState, MeasuredBranches, Routes } from './types';
