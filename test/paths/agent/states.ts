import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { Scenarios } from '../../../lib/paths/agent/scenarios';
import type { WeeklyShapes } from '../../../lib/paths/types';
import { createSpace, scaleOf } from '../../../lib/paths/agent/spaces';
import type { SwitchingState } from '../../../lib/paths/agent/types';
import { usualDistribution } from '../../../lib/paths/agent/usual';
import { Random } from '../../../lib/random';

/** A day's wave for each class, of its own phase. */
function wave(peak: number): Float64Array {
  return Float64Array.from({ length: 168 }, (_, h) => 0.7 + 0.3 * Math.cos((2 * Math.PI * (h - peak)) / 24));
}

export const SHAPES: WeeklyShapes = {
  residential: wave(19),
  commercial: wave(11),
  industrial: wave(9),
};

/** A built-in grid with its space and scenarios. */
export function workshop(name: string) {
  const grid = compileGrid(builtinNetwork(name));
  const scale_mw = scaleOf(grid);
  const scenarios = new Scenarios(grid, scale_mw, usualDistribution(grid, SHAPES));
  return { grid, scale_mw, space: createSpace(grid, scale_mw), scenarios };
}

export function drawStates(scenarios: Scenarios, count: number, seed: number): SwitchingState[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => scenarios.day(random, 1)[0]);
}

/** Whether every bus is reached from a slack, and how many loops the live branches close. */
export function connection(grid: Grid, live: Uint8Array): { whole: boolean; loops: number } {
  const part = Int32Array.from({ length: grid.busCount }, (_, bus) => bus);
  const find = (bus: number): number => (part[bus] === bus ? bus : find(part[bus]));
  let loops = 0;
  for (let k = 0; k < grid.branchCount; k++) {
    if (live[k] === 0) continue;
    const [a, b] = [find(grid.from[k]), find(grid.to[k])];
    if (a === b) loops++;
    else part[a] = b;
  }
  const slack = grid.network.generators.find((generator) => generator.slack)!;
  const root = find(grid.busIndex.get(slack.bus)!);
  return { whole: part.every((_, bus) => find(bus) === root), loops };
}
