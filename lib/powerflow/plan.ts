import type { Grid } from '../grid';
import { type EliminationOrder, eliminationOrder } from './elimination-order';
import { sharedIntegers } from './shared';
import { type FactorPattern, factorPattern, type Pattern, patternOfEdges } from './sparse';

/**
 * What a Newton solver needs to know of a grid before any number: the elimination order, and the patterns of the
 * admittance matrix and of its factors, buses by elimination rank. It depends on which buses the branches join,
 * open ones included, and on nothing else; plain typed arrays, so that threads can share one.
 */
export interface PowerFlowPlan {
  readonly order: EliminationOrder;
  readonly pattern: Pattern;
  readonly factors: FactorPattern;
}

export function planPowerFlow(grid: Grid): PowerFlowPlan {
  const order = eliminationOrder(grid);
  const rank = (bus: number): number => order.rank[bus];
  const pattern = patternOfEdges(grid.busCount, grid.from.map(rank), grid.to.map(rank));
  return { order, pattern, factors: factorPattern(pattern) };
}

/** The same plan in memory that threads share. */
export function sharedPlan({ order, pattern, factors }: PowerFlowPlan): PowerFlowPlan {
  return {
    order: { bus: sharedIntegers(order.bus), rank: sharedIntegers(order.rank) },
    pattern: {
      size: pattern.size,
      start: sharedIntegers(pattern.start),
      column: sharedIntegers(pattern.column),
    },
    factors: {
      size: factors.size,
      lowerStart: sharedIntegers(factors.lowerStart),
      lowerColumn: sharedIntegers(factors.lowerColumn),
      upperStart: sharedIntegers(factors.upperStart),
      upperColumn: sharedIntegers(factors.upperColumn),
    },
  };
}
