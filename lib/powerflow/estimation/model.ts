/**
 * What the measurements would be in a state, h(x), and their derivatives H = ∂h/∂x in polar coordinates (A. Abur and
 * A. Gómez-Expósito, "Power System State Estimation", Marcel Dekker 2004, chapter 2). The unknowns of a bus are Δθ and
 * ΔV/V, so that the columns of V hold V ∂h/∂V, as in the power flow's `Jacobian`, which gives the rows of injections.
 *
 * Flows at the end i of a branch to j, Y_ii and Y_ij from `Admittance`, θ = θᵢ − θⱼ:
 *
 *   a = VᵢVⱼ(G_ij cos θ + B_ij sin θ)     c = VᵢVⱼ(G_ij sin θ − B_ij cos θ)
 *   P = G_ii Vᵢ² + a    ∂P/∂θᵢ = −c = −∂P/∂θⱼ    Vᵢ ∂P/∂Vᵢ = 2 G_ii Vᵢ² + a     Vⱼ ∂P/∂Vⱼ = a
 *   Q = −B_ii Vᵢ² + c   ∂Q/∂θᵢ = a = −∂Q/∂θⱼ     Vᵢ ∂Q/∂Vᵢ = −2 B_ii Vᵢ² + c    Vⱼ ∂Q/∂Vⱼ = c
 *
 * Of a current the square is compared, I = |Y_ii Vᵢ e^{jθᵢ} + Y_ij Vⱼ e^{jθⱼ}|: with M = Y_ii* Y_ij, k = VᵢVⱼ(Re M cos θ +
 * Im M sin θ), I² = |Y_ii|² Vᵢ² + |Y_ij|² Vⱼ² + 2k:
 *
 *   ∂I²/∂θᵢ = 2 VᵢVⱼ(Im M cos θ − Re M sin θ) = −∂I²/∂θⱼ
 *   Vᵢ ∂I²/∂Vᵢ = 2 (|Y_ii|² Vᵢ² + k)          Vⱼ ∂I²/∂Vⱼ = 2 (|Y_ij|² Vⱼ² + k)
 *
 * I itself comes from the voltage across the branch, as from that sum of large squares a small one would lose its digits:
 * with δ = θ_f − θ_shift − θ_t, D = V_f/τ e^{jδ} − V_t = (V_f/τ − V_t − 2 V_f/τ sin² δ/2) + j V_f/τ sin δ,
 *
 *   I_f = |yₛ D + j b/2 V_f/τ e^{jδ}|/τ       I_t = |−yₛ D + j b/2 V_t|
 */
import type { Grid } from '../../grid';
import { type Admittance, PER_BRANCH } from '../admittance';
import { Jacobian, PQ } from '../jacobian';
import { ends, I_FROM, isToEnd, P, P_FROM, P_TO, Q, type Row, VA, VM } from './rows';

export class MeasurementModel {
  /** h(x), one a row. */
  readonly h: Float64Array;
  /** H row by row; column 2i stands for Δθ and 2i + 1 for ΔV/V of the bus of rank i. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  private readonly jacobian: Jacobian;
  private readonly kind: Uint8Array;

  constructor(
    private readonly grid: Grid,
    private readonly rows: readonly Row[],
    private readonly y: Admittance,
    private readonly rank: Int32Array,
  ) {
    this.jacobian = new Jacobian(y);
    this.kind = new Uint8Array(rank.length).fill(PQ);
    this.h = new Float64Array(rows.length);
    this.start = new Int32Array(rows.length + 1);
    for (let r = 0; r < rows.length; r++) this.start[r + 1] = this.start[r] + this.width(rows[r]);
    this.column = new Int32Array(this.start[rows.length]);
    this.value = new Float64Array(this.start[rows.length]);
    for (let r = 0; r < rows.length; r++) this.column.set(this.columnsOf(rows[r]), this.start[r]);
  }

  /** Injected powers at the last evaluation, per unit, by rank. */
  get injections(): Pick<Jacobian, 'p' | 'q'> {
    return this.jacobian;
  }

  /** h and H at (v, θ), by rank. */
  evaluate(v: Float64Array, theta: Float64Array): void {
    this.jacobian.evaluate(v, theta, this.kind);
    for (let r = 0; r < this.rows.length; r++) {
      const { quantity, element } = this.rows[r];
      const at = this.start[r];
      if (quantity === VM || quantity === VA) {
        const i = this.rank[element];
        this.h[r] = quantity === VM ? v[i] : theta[i];
        this.value[at] = quantity === VM ? v[i] : 1;
      } else if (quantity < P_FROM) this.injection(r, quantity, this.rank[element]);
      else if (quantity < I_FROM) this.flow(r, quantity, element, v, theta);
      else this.current(r, quantity, element, v, theta);
    }
  }

  private width({ quantity, element }: Row): number {
    if (quantity < P) return 1;
    if (quantity >= P_FROM) return 4;
    const { start } = this.y.pattern;
    const i = this.rank[element];
    return 2 * (1 + start[i + 1] - start[i]);
  }

  private columnsOf({ quantity, element }: Row): number[] {
    if (quantity < P) return [2 * this.rank[element] + (quantity === VM ? 1 : 0)];
    if (quantity >= P_FROM) {
      const [i, j] = ends(this.y, quantity, element);
      return [2 * i, 2 * i + 1, 2 * j, 2 * j + 1];
    }
    const { start, column } = this.y.pattern;
    const i = this.rank[element];
    return [i, ...column.subarray(start[i], start[i + 1])].flatMap((j) => [2 * j, 2 * j + 1]);
  }

  private injection(r: number, quantity: number, i: number): void {
    const { jacobian, value } = this;
    const half = quantity === Q ? 2 : 0;
    this.h[r] = quantity === Q ? jacobian.q[i] : jacobian.p[i];
    let at = this.start[r];
    value[at++] = jacobian.diagonal[4 * i + half];
    value[at++] = jacobian.diagonal[4 * i + half + 1];
    for (let k = jacobian.start[i]; k < jacobian.start[i + 1]; k++) {
      value[at++] = jacobian.value[4 * k + half];
      value[at++] = jacobian.value[4 * k + half + 1];
    }
  }

  private flow(r: number, quantity: number, branch: number, v: Float64Array, theta: Float64Array): void {
    const [i, j] = ends(this.y, quantity, branch);
    const { own, other } = admittancesAt(quantity, branch);
    const y = this.y.branch;
    const cosine = v[i] * v[j] * Math.cos(theta[i] - theta[j]);
    const sine = v[i] * v[j] * Math.sin(theta[i] - theta[j]);
    const a = y[other] * cosine + y[other + 1] * sine;
    const c = y[other] * sine - y[other + 1] * cosine;
    const isActive = quantity === P_FROM || quantity === P_TO;
    const square = (isActive ? y[own] : -y[own + 1]) * v[i] * v[i];
    const mutual = isActive ? a : c;
    const angle = isActive ? -c : a;
    const at = this.start[r];
    this.h[r] = square + mutual;
    this.value[at] = angle;
    this.value[at + 1] = 2 * square + mutual;
    this.value[at + 2] = -angle;
    this.value[at + 3] = mutual;
  }

  private current(r: number, quantity: number, branch: number, v: Float64Array, theta: Float64Array): void {
    const [i, j] = ends(this.y, quantity, branch);
    const { own, other } = admittancesAt(quantity, branch);
    const y = this.y.branch;
    const re = y[own] * y[other] + y[own + 1] * y[other + 1];
    const im = y[own] * y[other + 1] - y[own + 1] * y[other];
    const cosine = v[i] * v[j] * Math.cos(theta[i] - theta[j]);
    const sine = v[i] * v[j] * Math.sin(theta[i] - theta[j]);
    const k = re * cosine + im * sine;
    const own2 = (y[own] ** 2 + y[own + 1] ** 2) * v[i] * v[i];
    const other2 = (y[other] ** 2 + y[other + 1] ** 2) * v[j] * v[j];
    const at = this.start[r];
    this.h[r] = this.currentAt(quantity, branch, v, theta) ** 2;
    this.value[at] = 2 * (im * cosine - re * sine);
    this.value[at + 1] = 2 * (own2 + k);
    this.value[at + 2] = -this.value[at];
    this.value[at + 3] = 2 * (other2 + k);
  }

  private currentAt(quantity: number, branch: number, v: Float64Array, theta: Float64Array): number {
    const { r_pu, x_pu, b_pu, tap_ratio, shift_rad } = this.grid;
    const [f, t] = [this.y.from[branch], this.y.to[branch]];
    const tap = tap_ratio[branch];
    const behind = v[f] / tap;
    const delta = theta[f] - shift_rad[branch] - theta[t];
    const half = Math.sin(delta / 2);
    const dRe = behind - v[t] - 2 * behind * half * half;
    const dIm = behind * Math.sin(delta);
    const z2 = r_pu[branch] ** 2 + x_pu[branch] ** 2;
    const g = r_pu[branch] / z2;
    const b = -x_pu[branch] / z2;
    const re = g * dRe - b * dIm;
    const im = g * dIm + b * dRe;
    const charging = b_pu[branch] / 2;
    if (isToEnd(quantity)) return Math.hypot(-re, charging * v[t] - im);
    return Math.hypot(re - charging * dIm, im + charging * behind * Math.cos(delta)) / tap;
  }
}

/** Where Y_ii and Y_ij of an end stand among the admittances of the branch: ff, ft, tf, tt. */
function admittancesAt(quantity: number, branch: number): { own: number; other: number } {
  const at = PER_BRANCH * branch;
  return isToEnd(quantity) ? { own: at + 6, other: at + 4 } : { own: at, other: at + 2 };
}
