import type { Network } from '../../contract';
import { gridError } from '../../errors';
import { compileGrid } from '../../grid';
import type { NotConverged } from '../types';
import type { ScreeningOptions } from './base';
import type { ContingencyRecords } from './records';
import { ContingencyScreening, planScreening, type ScreeningPlan } from './screening';

export interface ContingencyInit {
  network: Network;
  options: ScreeningOptions;
}

/** One thread's share of a screening. One of the threads makes the plan, all adopt it, each screens ranges. */
export interface ContingencyService {
  plan(): { status: 'ready'; shared: ScreeningPlan } | NotConverged;
  adopt(shared: ScreeningPlan): void;
  screen(begin: number, end: number): ContingencyRecords;
}

/** Screening as a worker service. Throws INVALID_NETWORK. */
export function openContingencies({ network, options }: ContingencyInit): ContingencyService {
  const grid = compileGrid(network);
  let screening: ContingencyScreening | undefined;
  return {
    plan: () => planScreening(grid, options),
    adopt: (shared) => {
      screening = new ContingencyScreening(grid, shared, options);
    },
    screen: (begin, end) => {
      if (screening === undefined) throw gridError('NOT_READY', { at: 'the screening has no base case yet' });
      return screening.screen(begin, end);
    },
  };
}
