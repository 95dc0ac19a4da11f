import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import {
  type FilledState,
  type FillerInput,
  openFiller,
  readPointList,
  TelemetryFeed,
} from '../../../lib/scada';
import type { FeedOptions } from '../../../lib/scada/telemetry/feed';
import type { Moment } from '../../../lib/scada/telemetry/state';
import { measure, solveNominal } from '../../powerflow/estimation/measured';

export const BEGIN_S = Date.UTC(2026, 0, 31, 12) / 1000;

/** Seconds after the beginning by both clocks. */
export function at(seconds: number): Moment {
  return { wall_s: BEGIN_S + seconds, steady_s: 1000 + seconds };
}

export function gridOf(name: string): Grid {
  return compileGrid(builtinNetwork(name));
}

export const OPTIONS: FeedOptions = {
  run_id: 'test',
  source: 'telemetry',
  description: 'test',
  interval_s: 3,
  staleness_s: 10,
  skew_limit_s: 30,
  scan_group: '',
};

export function feedOf(grid: Grid, list: string, options: Partial<FeedOptions> = {}): TelemetryFeed {
  return new TelemetryFeed(grid, readPointList('points', list, grid), { ...OPTIONS, ...options });
}

/** The filler without a thread around it. */
export function fillOf(grid: Grid): (input: FillerInput) => Promise<FilledState> {
  const filler = openFiller({ network: grid.network });
  return async (input) => filler.fill(input);
}

/** A point list with every voltage, injection and flow of a grid, and the true values of its nominal state. */
export function fullyMeasured(grid: Grid): { list: string; messages: { topic: string; payload: number }[] } {
  const truth = measure(grid, solveNominal(grid), { flows: true });
  const rows = truth.map(
    ({ element, quantity, sigma }) => `${quantity}/${element},${element},${quantity},${sigma}`,
  );
  return {
    list: ['address,element,quantity,sigma', ...rows].join('\n'),
    messages: truth.map(({ element, quantity, value }) => ({
      topic: `${quantity}/${element}`,
      payload: value,
    })),
  };
}
