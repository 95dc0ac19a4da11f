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

/** Only where there is a limit that could be met. */
export function refuseLimits(grid: Grid): void {
  const { generatorUsable, holdsVoltage, q_min_mvar, q_max_mvar } = grid;
  const limited = grid.network.generators.find(
    (_, g) =>
      generatorUsable[g] === 1 &&
      holdsVoltage[g] === 1 &&
      (Number.isFinite(q_min_mvar[g]) || Number.isFinite(q_max_mvar[g])),
  );
  if (limited === undefined) return;
  throw gridError('INVALID_SETTING', {
    at: 'reactiveLimits',
    got: `the method sweep, and generator "${limited.id}" with limits`,
    allowed: 'limits with newton only',
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
