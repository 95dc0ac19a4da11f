/** From a state with all measurements to one without those that are gross errors. */

import type { Grid } from '../../grid';
import {
  alternativesTo,
  chiSquareTest,
  MOST_SUSPECTS,
  type NormalizedResiduals,
  normalizedResiduals,
  worstRow,
} from './bad-data';
import type { LeastSquares } from './least-squares';
import { farRows } from './robust';
import { type Row, residualInOwnUnit } from './rows';
import type { ChiSquareTest, Suspect } from './types';

/** Leaving out i lowers J by (rᵢᴺ)²; by less than this share of it, and the state is not the one that the residuals tell of. */
const LEAST_DROP = 0.5;

/** A state of least squares, the rows left out, and how good it is. */
export interface Candidate {
  v: Float64Array;
  theta: Float64Array;
  weight: Float64Array;
  /** Rows, in the order in which they were found. */
  suspects: number[];
  residuals: NormalizedResiduals;
  chi_square: ChiSquareTest;
  /** J, and the square of the threshold for each suspect: what each must at least explain. */
  cost: number;
  iterations: number;
}

export interface Cleaning {
  threshold: number;
  /** Gives up where J does not fall as it should. */
  strict: boolean;
}

/**
 * Leaves out the measurement with the largest normalised residual, one after the other; then puts back those whose residual
 * in the state without them is no gross error. From a state of least squares; undefined where that is not kept.
 */
export function clean(
  squares: LeastSquares,
  rows: readonly Row[],
  leftOut: readonly number[],
  { threshold, strict }: Cleaning,
): Candidate | undefined {
  const { weight } = squares;
  const suspects = [...leftOut];
  const putBack = new Set<number>();
  let iterations = 0;
  let objective = squares.evaluate();
  let residuals = normalizedResiduals(squares, rows);
  const again = (): boolean => {
    const found = squares.descend();
    iterations += found.iterations;
    if (!found.converged) return false;
    objective = squares.evaluate();
    residuals = normalizedResiduals(squares, rows);
    return true;
  };
  for (;;) {
    const returning = suspects.length === 0 ? -1 : leastReturning(suspects, residuals, putBack);
    const worst = suspects.length < MOST_SUSPECTS ? worstRow(rows, residuals, threshold) : -1;
    if (worst >= 0) {
      const before = objective;
      const drop = residuals.normalized[worst] ** 2;
      suspects.push(worst);
      weight[worst] = 0;
      if (!again()) return undefined;
      if (strict && before - objective < LEAST_DROP * drop) return undefined;
    } else if (returning >= 0 && residuals.returning[returning] <= threshold) {
      putBack.add(returning);
      suspects.splice(suspects.indexOf(returning), 1);
      weight[returning] = 1 / rows[returning].sigma ** 2;
      if (!again()) return undefined;
    } else break;
  }
  return {
    v: squares.v.slice(),
    theta: squares.theta.slice(),
    weight: weight.slice(),
    suspects,
    residuals,
    chi_square: chiSquareTest(squares),
    cost: objective + suspects.length * threshold ** 2,
    iterations,
  };
}

/** Of those left out, and not put back before, the one that would fit best. */
function leastReturning(
  suspects: readonly number[],
  { returning }: NormalizedResiduals,
  done: ReadonlySet<number>,
): number {
  let least = -1;
  for (const r of suspects) if (!done.has(r) && (least < 0 || returning[r] < returning[least])) least = r;
  return least;
}

/**
 * The same from a robust state: least squares at first without what is far from it, and where these leave something open
 * without the farthest alone.
 */
export function cleanFromRobust(
  squares: LeastSquares,
  rows: readonly Row[],
  threshold: number,
  check: Float64Array,
): Candidate | undefined {
  const { weight } = squares;
  const robust = { v: squares.v.slice(), theta: squares.theta.slice(), weight: weight.slice() };
  const far = farRows(squares, rows, check);
  for (const leftOut of far.length > 1 ? [far, far.slice(0, 1)] : [far]) {
    squares.restore(robust);
    for (const r of leftOut) weight[r] = 0;
    const found = squares.descend();
    if (!found.converged) continue;
    const candidate = clean(squares, rows, leftOut, { threshold, strict: false });
    if (candidate !== undefined) return { ...candidate, iterations: candidate.iterations + found.iterations };
  }
  weight.set(robust.weight);
  return undefined;
}

/** The suspects in the state without them. */
export function suspectsOf(
  grid: Grid,
  squares: LeastSquares,
  rows: readonly Row[],
  { suspects, residuals }: Candidate,
): Suspect[] {
  const { model, residual } = squares;
  return suspects.map((r) => ({
    measurement: rows[r].origin,
    normalized_residual: residuals.returning[r],
    estimated_error: residualInOwnUnit(grid, rows[r], model.h[r], residual[r]),
    alternatives: alternativesTo(r, squares, rows, residuals),
  }));
}
