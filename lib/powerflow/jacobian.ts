/**
 * Injections and their derivatives in polar coordinates (W. F. Tinney and C. E. Hart, "Power flow solution by
 * Newton's method", IEEE Trans. PAS-86(11), 1967, doi 10.1109/TPAS.1967.291823).
 *
 * With a = VᵢVⱼ(G cos θᵢⱼ + B sin θᵢⱼ) and c = VᵢVⱼ(G sin θᵢⱼ − B cos θᵢⱼ), sums over j ≠ i:
 *
 *   Pᵢ = GᵢᵢVᵢ² + Σ a        Qᵢ = −BᵢᵢVᵢ² + Σ c
 *   ∂Pᵢ/∂θⱼ = c    Vⱼ ∂Pᵢ/∂Vⱼ = a     ∂Pᵢ/∂θᵢ = −Qᵢ − BᵢᵢVᵢ²   Vᵢ ∂Pᵢ/∂Vᵢ = Pᵢ + GᵢᵢVᵢ²
 *   ∂Qᵢ/∂θⱼ = −a   Vⱼ ∂Qᵢ/∂Vⱼ = c     ∂Qᵢ/∂θᵢ = Pᵢ − GᵢᵢVᵢ²    Vᵢ ∂Qᵢ/∂Vᵢ = Qᵢ − BᵢᵢVᵢ²
 *
 * The unknowns of a bus are Δθ and ΔV/V. The rows of what is fixed become those of the identity: both at the slack
 * and at de-energised buses, the second one where a generator holds the voltage.
 */
import type { Admittance } from './admittance';
import type { BlockMatrix } from './sparse';

/** What is unknown at a bus. */
export const FIXED = 0;
export const PV = 1;
export const PQ = 2;

export class Jacobian implements BlockMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
  readonly rowScale: Float64Array;
  /** Injected powers at the last evaluation. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  private readonly e: Float64Array;
  private readonly f: Float64Array;

  constructor(private readonly y: Admittance) {
    const { size, start, column } = y.pattern;
    this.start = start;
    this.column = column;
    this.diagonal = new Float64Array(4 * size);
    this.value = new Float64Array(4 * column.length);
    this.rowScale = new Float64Array(2 * size);
    this.p = new Float64Array(size);
    this.q = new Float64Array(size);
    this.e = new Float64Array(size);
    this.f = new Float64Array(size);
  }

  /** Injections and derivatives at (v, θ), `kind` one of FIXED, PV and PQ for each bus. */
  evaluate(v: Float64Array, theta: Float64Array, kind: Uint8Array): void {
    const { y, e, f, p, q, start, column, value, diagonal, rowScale } = this;
    const size = y.pattern.size;
    for (let i = 0; i < size; i++) {
      e[i] = v[i] * Math.cos(theta[i]);
      f[i] = v[i] * Math.sin(theta[i]);
    }
    for (let i = 0; i < size; i++) {
      let sumA = 0;
      let sumC = 0;
      const theta1 = kind[i] === FIXED ? 0 : 1;
      const v1 = kind[i] === PQ ? 1 : 0;
      for (let k = start[i]; k < start[i + 1]; k++) {
        const j = column[k];
        const cosine = e[i] * e[j] + f[i] * f[j];
        const sine = f[i] * e[j] - e[i] * f[j];
        const a = y.g[k] * cosine + y.b[k] * sine;
        const c = y.g[k] * sine - y.b[k] * cosine;
        sumA += a;
        sumC += c;
        const at = 4 * k;
        value[at] = theta1 * c;
        value[at + 1] = theta1 * a;
        value[at + 2] = v1 * -a;
        value[at + 3] = v1 * c;
      }
      const gv2 = y.diagonalG[i] * v[i] * v[i];
      const bv2 = y.diagonalB[i] * v[i] * v[i];
      p[i] = gv2 + sumA;
      q[i] = sumC - bv2;
      rowScale[2 * i] = theta1 === 1 ? y.coupling[i] : 1;
      rowScale[2 * i + 1] = v1 === 1 ? y.coupling[i] : 1;
      const at = 4 * i;
      diagonal[at] = theta1 === 1 ? -q[i] - bv2 : 1;
      diagonal[at + 1] = theta1 === 1 ? p[i] + gv2 : 0;
      diagonal[at + 2] = v1 === 1 ? p[i] - gv2 : 0;
      diagonal[at + 3] = v1 === 1 ? q[i] - bv2 : 1;
    }
  }
}
