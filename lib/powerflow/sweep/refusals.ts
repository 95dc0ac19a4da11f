/** What the sweep leaves to Newton's method, said with INVALID_SETTING. */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';

/** Beyond it the dense matrix of the loops costs more than Newton's method on the whole grid. */
export const MAX_LINKS = 200;
/** A reactance below this share of the resistance gives reactive power no hold on the voltage. */
const LEAST_X_TO_R = 1e-4;
const REMEDY = 'Use newton';

export function refuseLoops(count: number): never {
  throw gridError('INVALID_SETTING', {
    at: 'the method sweep',
    got: `${count} branches that close loops`,
    allowed: `at most ${MAX_LINKS}`,
    remedy: REMEDY,
  });
}

/** The tree is made for the generators that hold a voltage in the network; none gives it up, none takes one over. */
export function refuseReleases({ generatorUsable, holdsVoltage, network }: Grid, holds: Uint8Array): void {
  const other = network.generators.findIndex(
    (_, g) => generatorUsable[g] === 1 && holds[g] !== holdsVoltage[g],
  );
  if (other < 0) return;
  throw gridError('INVALID_SETTING', {
    at: 'the method sweep',
    got: `generator "${network.generators[other].id}", which holds a voltage at one time and not at another`,
    allowed: 'the same generators that hold voltages as in the network',
    remedy: REMEDY,
  });
}

export function refuseResistors(grid: Grid): void {
  const { branchCount, branchUsable, from, to, r_pu, x_pu, network } = grid;
  const slackBuses = new Set(grid.generatorBus.filter((_, g) => grid.isSlack[g] & grid.generatorUsable[g]));
  const holder = new Map<number, number>();
  for (let g = 0; g < grid.generatorCount; g++) {
    const holds = grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1;
    if (holds && !slackBuses.has(grid.generatorBus[g])) holder.set(grid.generatorBus[g], g);
  }
  for (let k = 0; k < branchCount; k++) {
    if (branchUsable[k] === 0 || Math.abs(x_pu[k]) >= LEAST_X_TO_R * Math.abs(r_pu[k])) continue;
    const g = holder.get(from[k]) ?? holder.get(to[k]);
    if (g === undefined) continue;
    throw gridError('INVALID_SETTING', {
      at: 'the method sweep',
      got: `generator "${network.generators[g].id}", which holds a voltage at branch "${network.branches[k].id}" without reactance`,
      allowed: 'held voltages behind a reactance',
      remedy: REMEDY,
    });
  }
}
