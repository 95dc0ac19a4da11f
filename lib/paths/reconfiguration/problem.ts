/** One task of reconfiguration: the graph of what may be switched, what is carried, and what is to be made small. */
import type { Grid } from '../../grid';
import type { OperatingPoint } from '../../powerflow';
import { Limits } from './limits';
import { readOptions } from './options';
import { createSwitchGraph, type SwitchGraph } from './switch-graph';
import type { ReconfigurationOptions, Settings } from './types';

/**
 * In MW: objective = loss_weight × losses + risk_weight × Σ pₖ Dₖ + switching_cost × operations, with pₖ the failure
 * probability of closed branch k and Dₖ the demand beyond it, which its failure would leave without supply. Where loops
 * are allowed, Dₖ is what k carries, at the end where that is more.
 */
export interface ReconfigurationProblem {
  readonly grid: Grid;
  readonly point: OperatingPoint;
  readonly settings: Settings;
  readonly graph: SwitchGraph;
  readonly limits: Limits;
  /** Per node: demand that its loss would leave without supply, MW. What feeds in does not make up for it. */
  readonly demand_mw: Float64Array;
  /** Per edge: failure probability. */
  readonly probability: Float64Array;
}

/**
 * `point.live` is the present configuration. Throws INVALID_SETTING for options and locks that cannot be, and
 * UNKNOWN_ELEMENT for a lock of a branch that is not there.
 */
export function createProblem(
  grid: Grid,
  point: OperatingPoint,
  options: ReconfigurationOptions = {},
): ReconfigurationProblem {
  const settings = readOptions(grid, options);
  const graph = createSwitchGraph(grid, point, settings);
  return problemOn(graph, new Limits(grid, settings), point, settings);
}

/** The same graph and limits at another operating point; `graph.present` has to be that of `point.live`. */
export function problemOn(
  graph: SwitchGraph,
  limits: Limits,
  point: OperatingPoint,
  settings: Settings,
): ReconfigurationProblem {
  const { grid } = graph;
  const demand_mw = new Float64Array(graph.nodeCount);
  for (let bus = 0; bus < grid.busCount; bus++) {
    const node = graph.nodeOfBus[bus];
    if (node > 0) demand_mw[node] += Math.max(0, point.demand_mw[bus]);
  }
  return {
    grid,
    point: { ...point, live: point.live.slice() },
    settings,
    graph,
    limits,
    demand_mw,
    probability: Float64Array.from(graph.branch, (k) => settings.failure_probability[k]),
  };
}

/** Operations that lead from the present configuration to a tree; branches outside the graph included. */
export function operationsTo({ graph, point, grid }: ReconfigurationProblem, chosen: Uint8Array): number {
  const live = liveOf(graph, chosen);
  let count = 0;
  for (let k = 0; k < live.length; k++) if (live[k] !== (point.live[k] & grid.branchUsable[k])) count++;
  return count;
}

/** Per branch, for the power flow. */
export function liveOf({ base, branch }: SwitchGraph, chosen: Uint8Array): Uint8Array {
  const live = base.slice();
  for (let e = 0; e < branch.length; e++) live[branch[e]] = chosen[e];
  return live;
}
