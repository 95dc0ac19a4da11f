/**
 * What the estimator needs to know before any number: the order of the buses that keeps the factors of the gain matrix
 * sparse, and which buses the rows join. A flow joins the ends of its branch; an injection joins the bus with all its
 * neighbours, and these with each other (Abur and Gómez-Expósito, chapter 2).
 */
import type { Grid } from '../../grid';
import type { EliminationOrder } from '../elimination-order';
import {
  type FactorPattern,
  factorPattern,
  orderByMinimumDegree,
  type Pattern,
  patternOfEdges,
} from '../sparse';
import { P, P_FROM, type Row } from './rows';

export interface EstimationPlan {
  readonly order: EliminationOrder;
  /** Buses that branches join, by rank. */
  readonly branches: Pattern;
  /** Buses that rows join, by rank, and its factors. */
  readonly buses: Pattern;
  readonly busFactors: FactorPattern;
  /** The same with two unknowns a bus. */
  readonly unknowns: Pattern;
  readonly factors: FactorPattern;
}

export function planEstimation(grid: Grid, rows: readonly Row[]): EstimationPlan {
  const { from, to } = joinedBy(grid, rows);
  const bus = orderByMinimumDegree(patternOfEdges(grid.busCount, from, to));
  const rank = new Int32Array(grid.busCount);
  for (let i = 0; i < bus.length; i++) rank[bus[i]] = i;
  const ranked = (list: Int32Array): Int32Array => list.map((at) => rank[at]);
  const buses = patternOfEdges(grid.busCount, ranked(from), ranked(to));
  const unknowns = inPairs(buses);
  return {
    order: { bus, rank },
    branches: patternOfEdges(grid.busCount, ranked(grid.from), ranked(grid.to)),
    buses,
    busFactors: factorPattern(buses),
    unknowns,
    factors: factorPattern(unknowns),
  };
}

/** Whether a plan made for some rows serves others: they measure the same things in the same order. */
export function sameRows(one: readonly Row[], other: readonly Row[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ quantity, element }, r) => quantity === other[r].quantity && element === other[r].element)
  );
}

function joinedBy(grid: Grid, rows: readonly Row[]): { from: Int32Array; to: Int32Array } {
  const { start, column } = patternOfEdges(grid.busCount, grid.from, grid.to);
  const from: number[] = [];
  const to: number[] = [];
  const done = new Uint8Array(grid.busCount);
  for (const { quantity, element } of rows) {
    if (quantity >= P_FROM) {
      from.push(grid.from[element]);
      to.push(grid.to[element]);
    } else if (quantity >= P && done[element] === 0) {
      done[element] = 1;
      const members = [element, ...column.subarray(start[element], start[element + 1])];
      for (let a = 0; a < members.length; a++) {
        for (let b = 0; b < a; b++) {
          from.push(members[a]);
          to.push(members[b]);
        }
      }
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** Rows 2i and 2i + 1 hold columns 2j and 2j + 1 for every j that i is joined with, and each other. */
function inPairs({ size, start, column }: Pattern): Pattern {
  const pairStart = new Int32Array(2 * size + 1);
  const pairColumn = new Int32Array(4 * column.length + 2 * size);
  let write = 0;
  for (let i = 0; i < size; i++) {
    for (let half = 0; half < 2; half++) {
      let own = false;
      for (let k = start[i]; k < start[i + 1]; k++) {
        if (!own && column[k] > i) {
          pairColumn[write++] = 2 * i + 1 - half;
          own = true;
        }
        pairColumn[write++] = 2 * column[k];
        pairColumn[write++] = 2 * column[k] + 1;
      }
      if (!own) pairColumn[write++] = 2 * i + 1 - half;
      pairStart[2 * i + half + 1] = write;
    }
  }
  return { size: 2 * size, start: pairStart, column: pairColumn };
}
