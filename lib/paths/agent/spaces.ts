import type { Grid } from '../../grid';
import { nominalPoint } from '../../powerflow';
import { createProblem } from '../reconfiguration';
import { MeshedSpace } from './meshed/meshed-space';
import { RadialSpace } from './radial/radial-space';
import type { ConfigurationSpace, SwitchingState } from './types';

export type SpaceKind = 'radial' | 'meshed';

/** A grid whose normal switching is radial is operated radially; any other one meshed. */
export function spaceKindOf(grid: Grid): SpaceKind {
  return createProblem(grid, nominalPoint(grid)).graph.presentIsRadial ? 'radial' : 'meshed';
}

/** The configurations of a grid, costs seen in proportion to `scale_mw`. */
export function createSpace(grid: Grid, scale_mw: number): ConfigurationSpace {
  return createSpaceOf(spaceKindOf(grid), grid, scale_mw);
}

export function createSpaceOf(kind: SpaceKind, grid: Grid, scale_mw: number): ConfigurationSpace {
  return kind === 'radial' ? new RadialSpace(grid, scale_mw) : new MeshedSpace(grid, scale_mw);
}

/** Losses at nominal load in the best configuration, MW; 1 where nothing is lost. */
export function scaleOf(grid: Grid): number {
  const space = createSpace(grid, 1);
  if (!space.begin(nominalState(grid))) return 1;
  const { loss_mw } = space.solve(space.optimum(1));
  return loss_mw > 0 && Number.isFinite(loss_mw) ? loss_mw : 1;
}

/** Nominal load, normal switches, nothing at risk, on Monday at noon. */
export function nominalState(grid: Grid): SwitchingState {
  return {
    point: nominalPoint(grid),
    available: new Uint8Array(grid.branchCount).fill(1),
    failure_probability: new Float64Array(grid.branchCount),
    hourOfWeek: 12,
    weights: { risk_weight: 0, switching_cost_mw: 0 },
  };
}
