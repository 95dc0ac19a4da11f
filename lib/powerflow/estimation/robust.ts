/**
 * A start that one wrong value cannot bend: the M-estimate of P. J. Huber (1964, doi 10.1214/aoms/1177703732), found by
 * iteratively reweighted least squares (L. Mili, M. G. Cheniae, N. S. Vichare and P. J. Rousseeuw, 1996,
 * doi 10.1109/59.496203, on its place in state estimation). With u = |z − h(x)|/σ the weight of a measurement is
 *
 *   w = 1/σ² · min(1, γ s k/u),   s = max(1, median u / 0.6745),   k = √Ωᵢᵢ/σ
 *
 * so that far from the solution, where all residuals are large, they are compared with each other, and at it with their σ; and
 * one that hardly any other checks (k near 0) has to keep to those few (F. C. Schweppe's weighting; L. Mili et al.). What is
 * known without a sensor keeps its weight. What no grid of this size carries takes no part, unless it is critical.
 */
import type { Grid } from '../../grid';
import { nominalPoint } from '../operating-point';
import type { LeastSquares } from './least-squares';
import { I_FROM, type Row, VA, VM } from './rows';

const GAMMA = 1.5;
/** The median of |u| of a normal variable of variance 1. */
const MEDIAN = 0.6745;
const MAX_STEPS = 40;
/** Steps are shortened to this, radians and shares of the voltage, and end below the other. */
const LONGEST = 0.5;
const NEAR = 1e-4;
/** No bus and no branch carries more than so many times all of the nominal demand and generation … */
const MOST_LOADED = 3;
/** … and no voltage is outside of these, per unit. */
const VOLTAGES = [0.5, 1.5];
/** Of a critical measurement k is 0, and would leave it no weight. */
const LEAST_CHECK = 1e-3;
/** So many standard deviations off there, a measurement does not take part in the first least squares. */
const FAR = 10;

/** What any element can carry, per unit; infinite where nothing is known. */
export function mostPower(grid: Grid): number {
  const { demand_mw, demand_mvar, generation_mw } = nominalPoint(grid);
  const demand = demand_mw.reduce((sum, mw, bus) => sum + Math.hypot(mw, demand_mvar[bus]), 0);
  const generation = generation_mw.reduce((sum, mw) => sum + Math.abs(mw), 0);
  return (MOST_LOADED * Math.max(demand, generation)) / grid.base_mva || Infinity;
}

/** Goes on from the present voltages; the k of each row, or undefined where the weights leave something open. */
export function approach(
  squares: LeastSquares,
  rows: readonly Row[],
  most: number,
): Float64Array | undefined {
  squares.evaluate();
  // At first without currents, which do not say which way they flow.
  if (rows.some(({ quantity }) => quantity >= I_FROM)) {
    const powers = squares.weight.map((one, r) => (rows[r].quantity < I_FROM ? one : 0));
    if (settle(squares, rows, powers, most) === undefined) return undefined;
  }
  return settle(squares, rows, squares.weight.slice(), most);
}

function settle(squares: LeastSquares, rows: readonly Row[], base: Float64Array, most: number) {
  const check = checksOf(squares, rows, base);
  if (check === undefined) return undefined;
  for (let r = 0; r < rows.length; r++)
    if (rows[r].origin >= 0 && check[r] > LEAST_CHECK && !isPlausible(rows[r], most)) base[r] = 0;
  const weight = base.slice();
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    reweigh(weight, squares.residual, rows, { base, check });
    const moved = squares.advance(weight, LONGEST);
    if (!(moved >= 0)) return undefined;
    if (moved < NEAR) break;
  }
  return check;
}

function isPlausible({ quantity, z }: Row, most: number): boolean {
  if (quantity === VA) return true;
  if (quantity === VM) return z > VOLTAGES[0] && z < VOLTAGES[1];
  return Math.abs(z) < (quantity < I_FROM ? most : most ** 2);
}

/** k = √Ωᵢᵢ/σ of each row, 0 to 1. */
function checksOf({ gain }: LeastSquares, rows: readonly Row[], base: Float64Array) {
  if (gain.factor(base) >= 0) return undefined;
  const check = new Float64Array(rows.length);
  gain.estimateVariances(check);
  for (let r = 0; r < rows.length; r++) {
    const share = 1 - check[r] / rows[r].sigma ** 2;
    check[r] = base[r] > 0 && share > LEAST_CHECK ** 2 ? Math.sqrt(share) : LEAST_CHECK;
  }
  return check;
}

function reweigh(
  weight: Float64Array,
  residual: Float64Array,
  rows: readonly Row[],
  { base, check }: { base: Float64Array; check: Float64Array },
): void {
  const off: number[] = [];
  for (let r = 0; r < rows.length; r++)
    if (rows[r].origin >= 0 && base[r] > 0) off.push(Math.abs(residual[r]) * Math.sqrt(base[r]));
  const median = Float64Array.from(off).sort()[off.length >> 1] ?? 0;
  const bound = GAMMA * Math.max(1, median / MEDIAN);
  for (let r = 0, at = 0; r < rows.length; r++) {
    if (rows[r].origin >= 0 && base[r] > 0) weight[r] = base[r] * Math.min(1, (bound * check[r]) / off[at++]);
  }
}

/**
 * Measurements far from the present state, the farthest first. Of one that takes no part the residual has the variance
 * σ² + v = σ²/k².
 */
export function farRows(squares: LeastSquares, rows: readonly Row[], check: Float64Array): number[] {
  const { residual, weight } = squares;
  const off = (r: number): number => Math.abs(residual[r]) * Math.sqrt(weight[r]) * check[r];
  const far: number[] = [];
  for (let r = 0; r < rows.length; r++) if (rows[r].origin >= 0 && off(r) > FAR) far.push(r);
  return far.sort((a, b) => off(b) - off(a) || a - b);
}

/** The measurement farthest from the present state, by row; −1 where there is none. */
export function farthestRow(squares: LeastSquares, rows: readonly Row[], check: Float64Array): number {
  const { residual, weight } = squares;
  let worst = -1;
  let most = 0;
  for (let r = 0; r < rows.length; r++) {
    const off = Math.abs(residual[r]) * Math.sqrt(weight[r]) * check[r];
    if (rows[r].origin < 0 || !(off > most)) continue;
    worst = r;
    most = off;
  }
  return worst;
}
