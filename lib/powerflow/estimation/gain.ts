/**
 * The gain matrix G = Hᵀ W H, W = diag(1/σ²), and what its factors give: steps, and the variances of residuals (Abur and
 * Gómez-Expósito, chapters 2 and 5).
 */
import { LdlFactors, positionOf, SparseInverse, type SymmetricMatrix } from '../sparse';
import type { Take } from './curvature';
import type { MeasurementModel } from './model';
import type { EstimationPlan } from './plan';

/**
 * That the state is determined is known before (`observability.ts`), and a step need not be exact to lead to it: so a
 * pivot may lose all but one of its digits, as it does where a branch of hardly any impedance is measured well.
 */
const LEAST_PIVOT = 1e-15;

export class Gain implements SymmetricMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
  private readonly factors: LdlFactors;
  private readonly gradient: Float64Array;
  private readonly inverse: SparseInverse;
  /** Where each pair of columns of each row stands in `value`: (0,1) (0,2) … (1,2) …, one row after the other. */
  private readonly pairs: Int32Array;
  private readonly pairStart: Int32Array;
  /** Where an entry of `value` stands among the factors; −1 left of the diagonal. */
  private readonly inFactors: Int32Array;

  constructor(
    { unknowns, factors }: EstimationPlan,
    private readonly model: MeasurementModel,
    /** 1 for unknowns that are none: the reference angle, de-energised buses. */
    private readonly fixed: Uint8Array,
  ) {
    this.start = unknowns.start;
    this.column = unknowns.column;
    this.diagonal = new Float64Array(unknowns.size);
    this.value = new Float64Array(unknowns.column.length);
    this.factors = new LdlFactors(factors);
    this.gradient = new Float64Array(unknowns.size);
    this.inverse = new SparseInverse(this.factors);
    this.pairStart = new Int32Array(model.h.length + 1);
    this.pairs = this.findPairs();
    const { upperStart, upperColumn, size } = factors;
    const upper = { size, start: upperStart, column: upperColumn };
    this.inFactors = new Int32Array(this.value.length);
    for (let i = 0; i < size; i++) {
      for (let p = this.start[i]; p < this.start[i + 1]; p++)
        this.inFactors[p] = this.column[p] > i ? positionOf(upper, i, this.column[p]) : -1;
    }
  }

  /** Assembles and factorises with a weight for each row; −1, or the unknown whose pivot vanished. */
  factor(weight: Float64Array): number {
    this.assemble(weight);
    return this.factors.factor(this, LEAST_PIVOT);
  }

  /**
   * The same for the whole matrix of second derivatives of J/2, G − Σ w r ∇²h; false where it is not positive definite, as it
   * may be far from the lowest point.
   */
  factorWhole(
    weight: Float64Array,
    residual: Float64Array,
    visit: (row: number, take: Take) => void,
  ): boolean {
    const { diagonal, value, pairs, pairStart, fixed } = this;
    const { start, column } = this.model;
    this.assemble(weight);
    for (let r = 0; r < weight.length; r++) {
      const pull = weight[r] * residual[r];
      if (pull === 0) continue;
      const width = start[r + 1] - start[r];
      visit(r, (a, b, second) => {
        if ((fixed[column[start[r] + a]] | fixed[column[start[r] + b]]) === 1) return;
        if (a === b) diagonal[column[start[r] + a]] -= pull * second;
        else value[pairs[pairStart[r] + a * width - (a * (a + 1)) / 2 + b - a - 1]] -= pull * second;
      });
    }
    if (this.factors.factor(this, LEAST_PIVOT) >= 0) return false;
    return this.factors.pivot.every((pivot) => pivot > 0);
  }

  private assemble(weight: Float64Array): void {
    const { diagonal, value, pairs, fixed } = this;
    const { start, column, value: h } = this.model;
    diagonal.fill(0);
    value.fill(0);
    let pair = 0;
    for (let r = 0; r < weight.length; r++) {
      for (let a = start[r]; a < start[r + 1]; a++) {
        const weighted = fixed[column[a]] === 1 ? 0 : weight[r] * h[a];
        diagonal[column[a]] += weighted * h[a];
        for (let b = a + 1; b < start[r + 1]; b++) {
          if (fixed[column[b]] === 0) value[pairs[pair]] += weighted * h[b];
          pair++;
        }
      }
    }
    for (let i = 0; i < diagonal.length; i++) if (fixed[i] === 1) diagonal[i] = 1;
  }

  /** step = G⁻¹ Hᵀ W r, for the residuals r = z − h(x), by the last factors; returns stepᵀ Hᵀ W r. */
  step(weight: Float64Array, residual: Float64Array, step: Float64Array): number {
    const { start, column, value: h } = this.model;
    step.fill(0);
    for (let r = 0; r < weight.length; r++) {
      const pull = weight[r] * residual[r];
      for (let a = start[r]; a < start[r + 1]; a++) step[column[a]] += h[a] * pull;
    }
    for (let i = 0; i < step.length; i++) if (this.fixed[i] === 1) step[i] = 0;
    this.gradient.set(step);
    this.factors.solve(step);
    let product = 0;
    for (let i = 0; i < step.length; i++) product += step[i] * this.gradient[i];
    return product;
  }

  /**
   * The variance of each row's estimate, (H G⁻¹ Hᵀ)ᵢᵢ. The entries of G⁻¹ that a row needs are those that it makes G
   * have, and so the sparse inverse has them (F. Broussolle, 1978, doi 10.1109/TPAS.1978.354538).
   */
  estimateVariances(variance: Float64Array): void {
    const { inverse, pairs, inFactors, fixed } = this;
    const { start, column, value: h } = this.model;
    inverse.compute();
    let pair = 0;
    for (let r = 0; r < variance.length; r++) {
      let sum = 0;
      for (let a = start[r]; a < start[r + 1]; a++) {
        const ha = fixed[column[a]] === 1 ? 0 : h[a];
        sum += ha * ha * inverse.diagonal[column[a]];
        for (let b = a + 1; b < start[r + 1]; b++) {
          const at = inFactors[pairs[pair++]];
          if (fixed[column[b]] === 0) sum += 2 * ha * h[b] * inverse.upper[at];
        }
      }
      variance[r] = sum;
    }
  }

  /** G⁻¹ hᵀ, h the row's derivatives, by the last factors: where the state goes when that row pulls. */
  influence(row: number, direction: Float64Array): void {
    const { start, column, value: h } = this.model;
    direction.fill(0);
    for (let a = start[row]; a < start[row + 1]; a++)
      if (this.fixed[column[a]] === 0) direction[column[a]] += h[a];
    this.factors.solve(direction);
  }

  /** What that does to a row: h times the direction. */
  along(row: number, direction: Float64Array): number {
    const { start, column, value: h } = this.model;
    let sum = 0;
    for (let a = start[row]; a < start[row + 1]; a++)
      if (this.fixed[column[a]] === 0) sum += h[a] * direction[column[a]];
    return sum;
  }

  private findPairs(): Int32Array {
    const { start, column } = this.model;
    for (let r = 0; r < start.length - 1; r++) {
      const width = start[r + 1] - start[r];
      this.pairStart[r + 1] = this.pairStart[r] + (width * (width - 1)) / 2;
    }
    const pairs = new Int32Array(this.pairStart[start.length - 1]);
    const pattern = { size: this.diagonal.length, start: this.start, column: this.column };
    let pair = 0;
    for (let r = 0; r < start.length - 1; r++) {
      for (let a = start[r]; a < start[r + 1]; a++) {
        for (let b = a + 1; b < start[r + 1]; b++)
          pairs[pair++] = positionOf(pattern, Math.min(column[a], column[b]), Math.max(column[a], column[b]));
      }
    }
    return pairs;
  }
}
