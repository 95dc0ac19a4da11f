/**
 * Second derivatives of what is measured, by the angle θ and by λ = ln V. With a and c of a branch end (`model.ts`):
 *
 *   a: θᵢθᵢ, θⱼθⱼ −a   θᵢθⱼ a    θᵢλᵢ, θᵢλⱼ −c   θⱼλᵢ, θⱼλⱼ c     λλ, all a
 *   c: θᵢθᵢ, θⱼθⱼ −c   θᵢθⱼ c    θᵢλᵢ, θᵢλⱼ a    θⱼλᵢ, θⱼλⱼ −a    λλ, all c
 *
 * and 4 times a square term for λᵢλᵢ. The square of a current has 2k in the place of a, and two square terms.
 */
import { type Admittance, PER_BRANCH } from '../admittance';
import { ends, I_FROM, isToEnd, P, P_FROM, P_TO, type Row, VA, VM } from './rows';

/** Takes the second derivative by the columns a and b ≥ a of a row, counted within the row. */
export type Take = (a: number, b: number, value: number) => void;

export class Curvature {
  constructor(
    private readonly y: Admittance,
    private readonly rank: Int32Array,
  ) {}

  visit({ quantity, element }: Row, v: Float64Array, theta: Float64Array, take: Take): void {
    if (quantity === VA) return;
    if (quantity === VM) take(0, 0, v[this.rank[element]]);
    else if (quantity < P_FROM) this.injection(quantity, this.rank[element], v, theta, take);
    else this.branch(quantity, element, v, theta, take);
  }

  private injection(quantity: number, i: number, v: Float64Array, theta: Float64Array, take: Take): void {
    const { pattern, g, b, diagonalG, diagonalB } = this.y;
    take(1, 1, 4 * (quantity === P ? diagonalG[i] : -diagonalB[i]) * v[i] * v[i]);
    for (let k = pattern.start[i]; k < pattern.start[i + 1]; k++) {
      const j = pattern.column[k];
      const at = 2 * (1 + k - pattern.start[i]);
      mutual(quantity === P, g[k], b[k], v[i] * v[j], theta[i] - theta[j], at, 1, take);
    }
  }

  private branch(quantity: number, branch: number, v: Float64Array, theta: Float64Array, take: Take): void {
    const { y } = this;
    const [i, j] = ends(y, quantity, branch);
    const own = PER_BRANCH * branch + (isToEnd(quantity) ? 6 : 0);
    const other = PER_BRANCH * branch + (isToEnd(quantity) ? 4 : 2);
    const [g1, b1, g2, b2] = [y.branch[own], y.branch[own + 1], y.branch[other], y.branch[other + 1]];
    const between = v[i] * v[j];
    const angle = theta[i] - theta[j];
    if (quantity >= I_FROM) {
      take(1, 1, 4 * (g1 * g1 + b1 * b1) * v[i] * v[i]);
      take(3, 3, 4 * (g2 * g2 + b2 * b2) * v[j] * v[j]);
      mutual(true, g1 * g2 + b1 * b2, g1 * b2 - b1 * g2, between, angle, 2, 2, take);
      return;
    }
    const isActive = quantity === P_FROM || quantity === P_TO;
    take(1, 1, 4 * (isActive ? g1 : -b1) * v[i] * v[i]);
    mutual(isActive, g2, b2, between, angle, 2, 1, take);
  }
}

/** `times` those of a (or c): the own columns are 0 and 1, those of the other bus `at` and `at` + 1. */
function mutual(
  ofA: boolean,
  g: number,
  b: number,
  between: number,
  angle: number,
  at: number,
  times: number,
  take: Take,
): void {
  const cosine = times * between * Math.cos(angle);
  const sine = times * between * Math.sin(angle);
  const a = g * cosine + b * sine;
  const c = g * sine - b * cosine;
  const self = ofA ? a : c;
  const cross = ofA ? -c : a;
  take(0, 0, -self);
  take(at, at, -self);
  take(0, at, self);
  take(0, 1, cross);
  take(0, at + 1, cross);
  take(1, at, -cross);
  take(at, at + 1, -cross);
  take(1, 1, self);
  take(1, at + 1, self);
  take(at + 1, at + 1, self);
}
