import type { SupplyPath } from '../../contract';
import type { Grid } from '../../grid';
import { countedResistance } from './cost';
import { busesOf } from './map';
import type { BranchPath, MeasuredBranches } from './types';

/** A path as the contract's object: its cost in parts, what it loses, and the probability that it holds. */
export function describePath(
  grid: Grid,
  { failure_probability, loss_mw }: MeasuredBranches,
  risk_weight: number,
  bus: number,
  path: BranchPath,
): SupplyPath {
  const { buses, branches } = grid.network;
  const nodes = busesOf(grid, path, bus).reverse();
  const over = path.toReversed();
  let cost = 0;
  let resistance_pu = 0;
  let failure_sum = 0;
  let hold_probability = 1;
  let lost_mw = 0;
  for (const branch of over) {
    const r = countedResistance(grid, branch);
    const p = failure_probability[branch];
    cost += r + risk_weight * p;
    resistance_pu += r;
    failure_sum += p;
    hold_probability *= 1 - p;
    lost_mw += loss_mw[branch];
  }
  return {
    node: buses[bus].id,
    reachable: true,
    generator: buses[nodes[0]].id,
    nodes: nodes.map((at) => buses[at].id),
    edges: over.map((branch) => branches[branch].id),
    cost,
    resistance_pu,
    risk_cost: risk_weight * failure_sum,
    hold_probability,
    // Losses that are not known are NaN.
    loss_mw: Number.isNaN(lost_mw) ? null : lost_mw,
  };
}

export function unreachablePath(grid: Grid, bus: number): SupplyPath {
  return {
    node: grid.network.buses[bus].id,
    reachable: false,
    generator: null,
    nodes: [],
    edges: [],
    cost: null,
    resistance_pu: null,
    risk_cost: null,
    hold_probability: null,
    loss_mw: null,
  };
}
