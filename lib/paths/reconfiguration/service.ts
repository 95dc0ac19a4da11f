import type { Network } from '../../contract';
import { compileGrid } from '../../grid';
import { nominalPoint, type OperatingPoint } from '../../powerflow';
import { reconfigure } from './reconfigure';
import type { ReconfigurationOptions, ReconfigurationOutcome, ReconfigurationProgress } from './types';

export interface ReconfigurerInit {
  network: Network;
}

export interface Reconfigurer {
  /**
   * Takes as long as its time limit at most, and what the plan's power flows need. `point` is the network's own where
   * none is given. Throws as `reconfigure` does.
   */
  reconfigure(options: ReconfigurationOptions, point?: OperatingPoint): ReconfigurationOutcome;
}

/** Reconfiguration as a worker service; it reports `ReconfigurationProgress`. This border is where the clock comes in. */
export function openReconfigurer(
  { network }: ReconfigurerInit,
  context?: { report(progress: ReconfigurationProgress): void },
): Reconfigurer {
  const grid = compileGrid(network);
  const surroundings = {
    clock: () => performance.now(),
    onProgress: (progress: ReconfigurationProgress) => context?.report(progress),
  };
  return {
    reconfigure: (options, point = nominalPoint(grid)) => reconfigure(grid, point, options, surroundings),
  };
}
