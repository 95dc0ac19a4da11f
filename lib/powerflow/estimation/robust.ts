/**
 * A start that one wrong value cannot bend: the M-estimate of P. J. Huber (1964, doi 10.1214/aoms/1177703732), found by
 * iteratively reweighted least squares (L. Mili, M. G. Cheniae, N. S. Vichare and P. J. Rousseeuw, 1996,
 * doi 10.1109/59.496203, on its place in state estimation). With u = |z − h(x)|/σ the weight of a measurement is
 *
 *   w = 1/σ² · min(1, γ s/u),   s = max(1, median u / 0.6745)
 *
 * so that far from the solution, where all residuals are large, they are compared with each other, and at it with their σ. What
 * is known without a sensor keeps its weight.
 */
import type { LeastSquares } from './least-squares';
import { I_FROM, type Row } from './rows';

const GAMMA = 1.5;
/** The median of |u| of a normal variable of variance 1. */
const MEDIAN = 0.6745;
const MAX_STEPS = 40;
/** Steps are shortened to this, radians and shares of the voltage, and end below the other. */
const LONGEST = 0.5;
const NEAR = 1e-4;
/** So many σ off there, a measurement does not take part in the first least squares. */
const FAR = 20;

/** Goes on from the present voltages; false where the weights leave something open. */
export function approach(squares: LeastSquares, rows: readonly Row[]): boolean {
  squares.evaluate();
  const powers = squares.weight.map((one, r) => (rows[r].quantity < I_FROM ? one : 0));
  // At first without currents, which do not say which way they flow.
  if (rows.some(({ quantity }) => quantity >= I_FROM) && !settle(squares, rows, powers)) return false;
  return settle(squares, rows, squares.weight);
}

function settle(squares: LeastSquares, rows: readonly Row[], base: Float64Array): boolean {
  const weight = base.slice();
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    reweigh(weight, squares.residual, rows, base);
    const moved = squares.advance(weight, LONGEST);
    if (!(moved >= 0)) return false;
    if (moved < NEAR) break;
  }
  return true;
}

function reweigh(weight: Float64Array, residual: Float64Array, rows: readonly Row[], base: Float64Array) {
  const off: number[] = [];
  for (let r = 0; r < rows.length; r++)
    if (rows[r].origin >= 0 && base[r] > 0) off.push(Math.abs(residual[r]) * Math.sqrt(base[r]));
  const median = Float64Array.from(off).sort()[off.length >> 1] ?? 0;
  const bound = GAMMA * Math.max(1, median / MEDIAN);
  for (let r = 0, at = 0; r < rows.length; r++) {
    if (rows[r].origin >= 0 && base[r] > 0) weight[r] = base[r] * Math.min(1, bound / off[at++]);
  }
}

/** Measurements far from the present state, the farthest first. */
export function farRows({ residual, weight }: LeastSquares, rows: readonly Row[]): number[] {
  const off = (r: number): number => Math.abs(residual[r]) * Math.sqrt(weight[r]);
  const far: number[] = [];
  for (let r = 0; r < rows.length; r++) if (rows[r].origin >= 0 && off(r) > FAR) far.push(r);
  return far.sort((a, b) => off(b) - off(a) || a - b);
}

/** The measurement farthest from the present state, by row; −1 where there is none. */
export function farthestRow({ residual, weight }: LeastSquares, rows: readonly Row[]): number {
  let worst = -1;
  let most = -1;
  for (let r = 0; r < rows.length; r++) {
    const off = Math.abs(residual[r]) * Math.sqrt(weight[r]);
    if (rows[r].origin < 0 || !(off > most)) continue;
    worst = r;
    most = off;
  }
  return worst;
}
