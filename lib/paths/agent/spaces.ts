import { DisjointSets, type Grid } from '../../grid';
import { nominalPoint } from '../../powerflow';
import { type ReconfigurationOptions, slackBuses } from '../reconfiguration';
import { MeshedSpace } from './meshed/meshed-space';
import { nominalState } from './nominal-state';
import { RadialSpace } from './radial/radial-space';
import type { ConfigurationSpace } from './types';

export type SpaceKind = 'radial' | 'meshed';

/** A grid whose normal switching is radial is operated radially; any other one meshed. */
export function spaceKindOf(grid: Grid): SpaceKind {
  const { branchCount, from, to, branchUsable, busCount, busUsable } = grid;
  const { live } = nominalPoint(grid);
  const set = new DisjointSets(busCount + 1);
  for (const bus of slackBuses(grid)) set.join(busCount, bus);
  for (let k = 0; k < branchCount; k++) {
    if ((live[k] & branchUsable[k]) === 1 && !set.join(from[k], to[k])) return 'meshed';
  }
  const supplied = set.find(busCount);
  const whole = busUsable.every((usable, bus) => usable === 0 || set.find(bus) === supplied);
  return whole ? 'radial' : 'meshed';
}

/** The configurations of a grid, costs seen in proportion to `scale_mw`. */
export function createSpace(grid: Grid, scale_mw: number): ConfigurationSpace {
  return createSpaceOf(spaceKindOf(grid), grid, scale_mw);
}

/** `options` as the spaces take them. */
export function createSpaceOf(
  kind: SpaceKind,
  grid: Grid,
  scale_mw: number,
  options: ReconfigurationOptions = {},
): ConfigurationSpace {
  return kind === 'radial'
    ? new RadialSpace(grid, scale_mw, options)
    : new MeshedSpace(grid, scale_mw, options);
}

/** Losses at nominal load in the best configuration, MW; 1 where nothing is lost. */
export function scaleOf(grid: Grid): number {
  return lossesOf(grid, (space) => space.optimum(1));
}

/** The same where greedy switching ends, which takes no search. */
export function roughScaleOf(grid: Grid): number {
  return lossesOf(grid, (space) => space.greedy());
}

function lossesOf(grid: Grid, choose: (space: ConfigurationSpace) => { live: Uint8Array }): number {
  const space = createSpace(grid, 1);
  if (!space.begin(nominalState(grid))) return 1;
  const { loss_mw } = space.solve(choose(space));
  return loss_mw > 0 && Number.isFinite(loss_mw) ? loss_mw : 1;
}
