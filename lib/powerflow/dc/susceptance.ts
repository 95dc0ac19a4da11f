/**
 * The susceptance matrix of the DC model and its factors, per unit, buses by elimination rank.
 *
 * MATPOWER's model (R. D. Zimmerman, C. E. Murillo-Sánchez and R. J. Thomas, doi 10.1109/TPWRS.2010.2051168; manual,
 * section 3.7): all voltages 1, no resistance, no charging, small angles. With b = 1/(xτ) a branch carries
 *
 *   P_f = b (θ_f − θ_t − θ_shift) = −P_t
 *
 * so that a phase shifter injects b θ_shift at its from end and takes it at its to end. Rows and columns of buses
 * whose angle is given are those of the identity; what they feed into other buses stands on the right-hand side.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { PowerFlowPlan } from '../plan';
import { LdlFactors, positionOf, type SymmetricMatrix } from '../sparse';

export class Susceptance implements SymmetricMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
  /** Of each branch, 0 where it is not live. */
  readonly b: Float64Array;
  /** Ranks of each branch's ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Where (from, to) and (to, from) stand. */
  private readonly positionFt: Int32Array;
  private readonly positionTf: Int32Array;
  private readonly factors: LdlFactors;

  constructor(
    private readonly grid: Grid,
    { order, pattern, factors }: PowerFlowPlan,
  ) {
    this.start = pattern.start;
    this.column = pattern.column;
    this.diagonal = new Float64Array(grid.busCount);
    this.value = new Float64Array(pattern.column.length);
    this.b = new Float64Array(grid.branchCount);
    this.from = grid.from.map((bus) => order.rank[bus]);
    this.to = grid.to.map((bus) => order.rank[bus]);
    this.positionFt = this.from.map((f, k) => positionOf(pattern, f, this.to[k]));
    this.positionTf = this.from.map((f, k) => positionOf(pattern, this.to[k], f));
    this.factors = new LdlFactors(factors);
  }

  /**
   * Assembles and factorises for the live branches and the given angles, `fixed` 1 by rank; −1, or the rank whose
   * pivot vanished. Throws INVALID_NETWORK for a live branch without reactance.
   */
  factor(live: Uint8Array, fixed: Uint8Array): number {
    const { diagonal, value, b, from, to } = this;
    const { x_pu, tap_ratio } = this.grid;
    diagonal.fill(0);
    value.fill(0);
    for (let k = 0; k < b.length; k++) {
      b[k] = 0;
      if (live[k] === 0) continue;
      if (x_pu[k] === 0) throw this.withoutReactance(k);
      b[k] = 1 / (x_pu[k] * tap_ratio[k]);
      const f = from[k];
      const t = to[k];
      if (fixed[f] === 0) diagonal[f] += b[k];
      if (fixed[t] === 0) diagonal[t] += b[k];
      if ((fixed[f] | fixed[t]) === 1) continue;
      value[this.positionFt[k]] -= b[k];
      value[this.positionTf[k]] -= b[k];
    }
    for (let i = 0; i < diagonal.length; i++) if (fixed[i] === 1) diagonal[i] = 1;
    return this.factors.factor(this);
  }

  solve(x: Float64Array): void {
    this.factors.solve(x);
  }

  private withoutReactance(k: number): Error {
    return gridError('INVALID_NETWORK', {
      at: `branches[${k}] "${this.grid.network.branches[k].id}".x_pu`,
      got: 0,
      allowed: 'a reactance other than 0: the DC model has no place for a branch without one',
      remedy: 'Use AC power flow, or give the branch a small reactance',
    });
  }
}
