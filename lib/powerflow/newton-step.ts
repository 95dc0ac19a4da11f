import { BlockLu, type BlockMatrix, type FactorPattern } from './sparse';

/** Below this share of its rows a pivot has lost so many digits that the step is checked against the equations. */
const WEAK_PIVOT = 1e-6;
/** What may be left of the right-hand side, as a share of its largest entry. */
const RESIDUAL = 1e-9;
/** Beyond this share a step is none: the matrix is singular. */
const USELESS = 1e-2;
const MAX_REFINEMENTS = 6;

/** Newton's step J·step = mismatch; where pivots are weak it is refined by what the equations leave over. */
export class NewtonStep {
  /** Two numbers a row: Δθ and ΔV/V. */
  readonly step: Float64Array;
  private readonly lu: BlockLu;
  private readonly residual: Float64Array;

  constructor(
    private readonly matrix: BlockMatrix,
    factors: FactorPattern,
  ) {
    this.lu = new BlockLu(factors);
    this.step = new Float64Array(2 * factors.size);
    this.residual = new Float64Array(2 * factors.size);
  }

  /** False where the matrix is singular or holds what is not a number. */
  compute(mismatch: Float64Array): boolean {
    const strength = this.lu.factor(this.matrix);
    if (Number.isNaN(strength)) return false;
    this.step.set(mismatch);
    this.lu.solve(this.step);
    return strength >= WEAK_PIVOT || this.refine(mismatch);
  }

  /** step += J⁻¹(mismatch − J·step), until that is small or no longer falls. */
  private refine(mismatch: Float64Array): boolean {
    const { step, residual } = this;
    const size = largest(mismatch);
    let left = this.leftOver(mismatch);
    for (let round = 0; round < MAX_REFINEMENTS && left > RESIDUAL * size; round++) {
      this.lu.solve(residual);
      for (let i = 0; i < step.length; i++) step[i] += residual[i];
      const now = this.leftOver(mismatch);
      if (!(now < left)) break;
      left = now;
    }
    return left <= USELESS * size;
  }

  /** mismatch − J·step into `residual`; its largest entry. */
  private leftOver(mismatch: Float64Array): number {
    const { step, residual } = this;
    const { start, column, value, diagonal } = this.matrix;
    for (let i = 0; i < start.length - 1; i++) {
      let p = mismatch[2 * i] - diagonal[4 * i] * step[2 * i] - diagonal[4 * i + 1] * step[2 * i + 1];
      let q = mismatch[2 * i + 1] - diagonal[4 * i + 2] * step[2 * i] - diagonal[4 * i + 3] * step[2 * i + 1];
      for (let k = start[i]; k < start[i + 1]; k++) {
        const j = 2 * column[k];
        p -= value[4 * k] * step[j] + value[4 * k + 1] * step[j + 1];
        q -= value[4 * k + 2] * step[j] + value[4 * k + 3] * step[j + 1];
      }
      residual[2 * i] = p;
      residual[2 * i + 1] = q;
    }
    return largest(residual);
  }
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]));
  return size;
}
