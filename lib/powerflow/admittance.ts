/**
 * The bus admittance matrix Y = G + jB, per unit, buses by elimination rank.
 *
 * Branch model of MATPOWER (manual, section 3.2): series admittance yₛ = 1/(r + jx), charging b, ideal transformer
 * of ratio N = τ e^{jθ} at the from end:
 *
 *   Y_ff = (yₛ + j b/2)/τ²   Y_ft = −yₛ/N*   Y_tf = −yₛ/N   Y_tt = yₛ + j b/2
 *
 * The pattern holds every branch, live or not, so that switching changes numbers only.
 */
import type { Grid } from '../grid';
import type { EliminationOrder } from './elimination-order';
import { type Pattern, positionOf } from './sparse';

/** The four admittances of each branch, conductance and susceptance side by side: ff, ft, tf, tt. */
export const PER_BRANCH = 8;

export class Admittance {
  /** Ranks of each branch's buses. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly diagonalG: Float64Array;
  readonly diagonalB: Float64Array;
  readonly g: Float64Array;
  readonly b: Float64Array;
  /** The largest |y| that joins each bus to another. */
  readonly coupling: Float64Array;
  readonly branch: Float64Array;
  /** |Y_ft| of each branch. */
  private readonly joins: Float64Array;
  /** Shunts of each bus: Y_sh = (G_s + jB_s)/base (manual, equation 3.7). */
  private readonly shuntG: Float64Array;
  private readonly shuntB: Float64Array;
  /** What rounding makes of a power at the bus with the largest admittance, per unit: 8 ε |Yᵢᵢ|. */
  rounding = 0;
  /** Where Y_ft and Y_tf of each branch stand. */
  private readonly positionFt: Int32Array;
  private readonly positionTf: Int32Array;

  constructor(
    grid: Grid,
    readonly pattern: Pattern,
    { bus, rank }: EliminationOrder,
  ) {
    this.from = grid.from.map((at) => rank[at]);
    this.to = grid.to.map((at) => rank[at]);
    const size = grid.busCount;
    this.diagonalG = new Float64Array(size);
    this.diagonalB = new Float64Array(size);
    this.g = new Float64Array(this.pattern.column.length);
    this.b = new Float64Array(this.pattern.column.length);
    this.coupling = new Float64Array(size);
    this.branch = branchAdmittances(grid);
    this.joins = Float64Array.from(this.from, (_, k) =>
      Math.hypot(this.branch[PER_BRANCH * k + 2], this.branch[PER_BRANCH * k + 3]),
    );
    this.shuntG = Float64Array.from(bus, (at) => grid.shunt_mw[at] / grid.base_mva);
    this.shuntB = Float64Array.from(bus, (at) => grid.shunt_mvar[at] / grid.base_mva);
    this.positionFt = this.from.map((f, k) => positionOf(pattern, f, this.to[k]));
    this.positionTf = this.from.map((f, k) => positionOf(pattern, this.to[k], f));
  }

  /** Sums the shunts and the live branches. */
  assemble(live: Uint8Array): void {
    const { diagonalG, diagonalB, g, b, coupling, branch: y, from, to } = this;
    coupling.fill(0);
    diagonalG.set(this.shuntG);
    diagonalB.set(this.shuntB);
    g.fill(0);
    b.fill(0);
    for (let k = 0; k < from.length; k++) {
      if (live[k] === 0) continue;
      const at = PER_BRANCH * k;
      diagonalG[from[k]] += y[at];
      diagonalB[from[k]] += y[at + 1];
      g[this.positionFt[k]] += y[at + 2];
      b[this.positionFt[k]] += y[at + 3];
      g[this.positionTf[k]] += y[at + 4];
      b[this.positionTf[k]] += y[at + 5];
      diagonalG[to[k]] += y[at + 6];
      diagonalB[to[k]] += y[at + 7];
      const joins = this.joins[k];
      if (joins > coupling[from[k]]) coupling[from[k]] = joins;
      if (joins > coupling[to[k]]) coupling[to[k]] = joins;
    }
    let largest = 0;
    for (let i = 0; i < diagonalB.length; i++) {
      const size = Math.abs(diagonalG[i]) + Math.abs(diagonalB[i]);
      if (size > largest) largest = size;
    }
    this.rounding = 8 * Number.EPSILON * largest;
  }
}

function branchAdmittances(grid: Grid): Float64Array {
  const { r_pu, x_pu, b_pu, tap_ratio, shift_rad } = grid;
  const y = new Float64Array(PER_BRANCH * grid.branchCount);
  for (let k = 0; k < grid.branchCount; k++) {
    // One without impedance never conducts.
    const z2 = r_pu[k] ** 2 + x_pu[k] ** 2 || Infinity;
    const gs = r_pu[k] / z2;
    const bs = -x_pu[k] / z2;
    const bt = bs + b_pu[k] / 2;
    const tap = tap_ratio[k];
    const cosine = Math.cos(shift_rad[k]) / tap;
    const sine = Math.sin(shift_rad[k]) / tap;
    y.set(
      [
        gs / tap ** 2,
        bt / tap ** 2,
        // 1/N* = (cos θ + j sin θ)/τ and 1/N = (cos θ − j sin θ)/τ
        -(gs * cosine - bs * sine),
        -(gs * sine + bs * cosine),
        -(gs * cosine + bs * sine),
        -(bs * cosine - gs * sine),
        gs,
        bt,
      ],
      PER_BRANCH * k,
    );
  }
  return y;
}
