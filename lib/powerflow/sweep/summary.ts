/** What a comparison of switchings needs of a solved tree, without angles, flows and generators. */
import type { Grid } from '../../grid';
import type { NotConverged } from '../types';
import type { Links } from './links';
import { ROOT, type SweepTree } from './tree';
import type { TreeNewton } from './tree-newton';

export interface SweepFigures {
  /** Σ I²R: the active power that all branches take. */
  loss_mw: number;
  /** Extremes of the energised buses, and these buses. */
  vm_min_pu: number;
  vm_max_pu: number;
  lowestBus: number;
  highestBus: number;
}

interface Solved extends SweepFigures {
  status: 'converged' | 'islanded';
  iterations: number;
  mismatch_pu: number;
  worstBus: number;
  /** Demand of buses in service without supply; 0 where all have it. */
  unserved_mw: number;
}

export type SweepSummary = Solved | NotConverged;

export function summarize(grid: Grid, tree: SweepTree, newton: TreeNewton, links: Links): SweepFigures {
  const { kind, z, ratio, bus } = tree;
  const { v, i } = newton;
  let loss = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  let lowestAt = 0;
  let highestAt = 0;
  for (let k = 0; k < tree.size; k++) {
    const square = ratio[k] * ratio[k] * (v[2 * k] * v[2 * k] + v[2 * k + 1] * v[2 * k + 1]);
    if (square < lowest) {
      lowest = square;
      lowestAt = k;
    }
    if (square > highest) {
      highest = square;
      highestAt = k;
    }
    if (kind[k] !== ROOT) loss += z[2 * k] * (i[2 * k] * i[2 * k] + i[2 * k + 1] * i[2 * k + 1]);
  }
  for (let l = 0; l < links.count; l++) loss += links.z[2 * l] * (links.ohmR(l) ** 2 + links.ohmI(l) ** 2);
  return {
    loss_mw: loss * grid.base_mva,
    vm_min_pu: Math.sqrt(lowest),
    vm_max_pu: Math.sqrt(highest),
    lowestBus: bus[lowestAt],
    highestBus: bus[highestAt],
  };
}
