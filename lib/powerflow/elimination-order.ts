import type { Grid } from '../grid';
import { orderByMinimumDegree, patternOfEdges } from './sparse';

/**
 * The buses in an order that keeps the factors sparse. Inside the solver buses are numbered by their rank in it.
 */
export interface EliminationOrder {
  /** Bus at each rank. */
  readonly bus: Int32Array;
  /** Rank of each bus. */
  readonly rank: Int32Array;
}

export function eliminationOrder(grid: Grid): EliminationOrder {
  const bus = orderByMinimumDegree(patternOfEdges(grid.busCount, grid.from, grid.to));
  const rank = new Int32Array(grid.busCount);
  for (let k = 0; k < bus.length; k++) rank[bus[k]] = k;
  return { bus, rank };
}
