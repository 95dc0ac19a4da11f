/** What to do: supply paths, losses and switching. */
import type { Network } from '../contract';
import { compileGrid } from '../grid';
import { createOptimizer } from './optimizer';
import { RouteFinder } from './routing';
import type { Optimizer, OptimizerInit } from './types';

export {
  type AgentWorkbench,
  type DayFigures,
  type Evaluation,
  type GapFigures,
  loadAgent,
  openAgentWorkbench,
  reconfigureByAgent,
  shippedAgent,
  type StateFigures,
  type TrainingProgress,
} from './agent';
export { describeOptimization } from './describe';
export { Dispatcher, type DispatcherSettings, type DispatchOutcome } from './dispatch';
export { type EdgeTable, readBranches, readState, type StateReading } from './read';
export {
  exactMeshed,
  type Figures,
  type Lock,
  type MeshedOptimum,
  openReconfigurer,
  type ReconfigurationOptions,
  type ReconfigurationOutcome,
  type ReconfigurationProgress,
  type ReconfigurationStep,
  type Reconfigurer,
  type ReconfigurerInit,
  reconfigure,
  type Switching,
} from './reconfiguration';
export {
  describeReason,
  type Priority,
  type Restoration,
  type RestorationRequest,
  type RestorationStatus,
  type RestorationStep,
  restore,
  type SwitchingOperation,
  type UnservedLoad,
  type UnservedReason,
} from './restoration';

export {
  alternativePaths,
  type Backup,
  type BranchPath,
  type BranchState,
  cheapestDisjointPair,
  cheapestPath,
  describePath,
  findBackup,
  findBarriers,
  findBottlenecks,
  incidenceOf,
  type MeasuredBranches,
  MOST_ALTERNATIVES,
  mapRoutes,
  RouteFinder,
  type RouteMap,
  supplyGraph,
  unreachablePath,
} from './routing';
export type {
  LikelyFailure,
  Optimizer,
  OptimizerInit,
  OptimizerResult,
  OptimizerState,
  WeeklyShapes,
} from './types';

/** Optimisation as a worker service; this border is where the clock comes in. */
export function openOptimizer(init: OptimizerInit): Optimizer {
  return createOptimizer(init, () => performance.now());
}

/** A node's alternatives and backup as a worker service. Throws INVALID_NETWORK. */
export function openRouteFinder({ network }: { network: Network }): RouteFinder {
  return new RouteFinder(compileGrid(network));
}
