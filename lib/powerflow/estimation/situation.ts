/** Which part of the grid is alive, and which angles are given: one in each connected part without a measured one. */
import { DisjointSets, type Grid } from '../../grid';
import type { IslandFinder, Islands } from '../islands';
import { type Row, VA } from './rows';

export interface Situation {
  live: Uint8Array;
  islands: Islands;
  /** 1 for each bus whose angle is the reference of its part. */
  isReference: Uint8Array;
}

export function situationOf(
  grid: Grid,
  finder: IslandFinder,
  asked: Uint8Array,
  rows: readonly Row[],
): Situation {
  const live = asked.map((on, k) => on & grid.branchUsable[k]);
  const islands = finder.find(live);
  const parts = new DisjointSets(grid.busCount);
  for (let k = 0; k < live.length; k++) if (live[k] === 1) parts.join(grid.from[k], grid.to[k]);
  const given = new Set<number>();
  for (const { quantity, element } of rows) if (quantity === VA) given.add(parts.find(element));
  const isReference = new Uint8Array(grid.busCount);
  for (const g of islands.balancing) {
    const bus = grid.generatorBus[g];
    const part = parts.find(bus);
    if (given.has(part)) continue;
    given.add(part);
    isReference[bus] = 1;
  }
  return { live, islands, isReference };
}
