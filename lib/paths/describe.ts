import { setImmediate } from 'node:timers/promises';
import type { Optimization, SupplyPath } from '../contract';
import type { Grid } from '../grid';
import type { OptimizerResult, OptimizerState } from './types';

/** Path elements written between two turns of the event loop: about 2 ms of work. */
const SLICE = 20_000;

/**
 * The result as the contract's objects, with one path for each bus that has no generator, in the order of the
 * network. Work and memory grow with the paths' total length. Long lists are written in slices, so that the event
 * loop is never held for long. `state` is the one that the result was computed from.
 */
export async function describeOptimization(
  grid: Grid,
  state: OptimizerState,
  result: OptimizerResult,
): Promise<Optimization> {
  const paths: SupplyPath[] = [];
  let written = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (grid.isSource[bus] === 1) continue;
    const path = describePath(grid, state, result, bus);
    paths.push(path);
    written += path.nodes.length + 1;
    if (written < SLICE) continue;
    written = 0;
    await setImmediate();
  }
  const { risk_weight, plan, loss_before_mw, loss_after_mw, episode, elapsed_ms } = result;
  return { risk_weight, paths, plan, loss_before_mw, loss_after_mw, episode, elapsed_ms };
}

function describePath(
  grid: Grid,
  state: OptimizerState,
  { arrival_branch, cost, resistance_pu, risk_weight }: OptimizerResult,
  bus: number,
): SupplyPath {
  const { buses, branches } = grid.network;
  if (cost[bus] === Number.POSITIVE_INFINITY) return unreachable(buses[bus].id);
  const nodes = [buses[bus].id];
  const edges: string[] = [];
  let failure_sum = 0;
  let hold_probability = 1;
  let here = bus;
  for (let over = arrival_branch[here]; over !== -1; over = arrival_branch[here]) {
    here = grid.from[over] === here ? grid.to[over] : grid.from[over];
    edges.push(branches[over].id);
    nodes.push(buses[here].id);
    failure_sum += state.failure_probability[over];
    hold_probability *= 1 - state.failure_probability[over];
  }
  return {
    node: buses[bus].id,
    reachable: true,
    generator: buses[here].id,
    nodes: nodes.reverse(),
    edges: edges.reverse(),
    cost: cost[bus],
    resistance_pu: resistance_pu[bus],
    risk_cost: risk_weight * failure_sum,
    hold_probability,
  };
}

function unreachable(node: string): SupplyPath {
  return {
    node,
    reachable: false,
    generator: null,
    nodes: [],
    edges: [],
    cost: null,
    resistance_pu: null,
    risk_cost: null,
    hold_probability: null,
  };
}
