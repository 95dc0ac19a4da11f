/**
 * LU factors of a matrix of 2 × 2 blocks with a symmetric pattern, row by row, pivots on the diagonal blocks:
 *
 *   for i: w = Aᵢ; for k < i in row i of L: Lᵢₖ = wₖ Dₖ⁻¹, w −= Lᵢₖ Uₖ; Dᵢ = wᵢ, Uᵢ = w right of i.
 *
 * (Doolittle's form; G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed., section 3.2.) A block is
 * stored as four numbers, row by row.  Rows are not exchanged: the diagonal blocks of a power flow's Jacobian are
 * regular in all but odd places (a star point whose series compensation cancels its lines). There a pivot is replaced
 * by a small one, and the caller learns how weak the weakest was, so that it can refine what comes out (X. S. Li and
 * J. W. Demmel, "Making sparse Gaussian elimination scalable by static pivoting", 1998, doi 10.1109/SC.1998.10030).
 */
import type { FactorPattern } from './symbolic';

/** A matrix of 2 × 2 blocks: its diagonal, and its other entries in the order of a `Pattern`. */
export interface BlockMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
  /** Size of each row's entries, two numbers a row: what its pivot is measured by. */
  readonly rowScale: Float64Array;
}

/** A pivot is replaced where its determinant is below this share of its rows' size, by one of the second share. */
const VANISHED = 1e-26;
const REPLACEMENT = 1e-7;

export class BlockLu {
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly inverse: Float64Array;
  private readonly work: Float64Array;

  constructor(private readonly pattern: FactorPattern) {
    this.lower = new Float64Array(4 * pattern.lowerColumn.length);
    this.upper = new Float64Array(4 * pattern.upperColumn.length);
    this.inverse = new Float64Array(4 * pattern.size);
    this.work = new Float64Array(4 * pattern.size);
  }

  /**
   * Factorises; returns the determinant of the weakest pivot as a share of its rows' size, 0 where one was replaced
   * and NaN where a number is none.
   */
  factor(matrix: BlockMatrix): number {
    const { lowerStart, lowerColumn, upperStart, upperColumn, size } = this.pattern;
    const { lower, upper, inverse, work } = this;
    let weakest = 1;
    for (let i = 0; i < size; i++) {
      this.scatter(matrix, i);
      for (let p = lowerStart[i]; p < lowerStart[i + 1]; p++) {
        const k = 4 * lowerColumn[p];
        const a = work[k];
        const b = work[k + 1];
        const c = work[k + 2];
        const d = work[k + 3];
        const l0 = a * inverse[k] + b * inverse[k + 2];
        const l1 = a * inverse[k + 1] + b * inverse[k + 3];
        const l2 = c * inverse[k] + d * inverse[k + 2];
        const l3 = c * inverse[k + 1] + d * inverse[k + 3];
        const at = 4 * p;
        lower[at] = l0;
        lower[at + 1] = l1;
        lower[at + 2] = l2;
        lower[at + 3] = l3;
        const row = lowerColumn[p];
        const stop = upperStart[row + 1];
        for (let q = upperStart[row]; q < stop; q++) {
          const j = 4 * upperColumn[q];
          const u = 4 * q;
          const u0 = upper[u];
          const u1 = upper[u + 1];
          const u2 = upper[u + 2];
          const u3 = upper[u + 3];
          work[j] -= l0 * u0 + l1 * u2;
          work[j + 1] -= l0 * u1 + l1 * u3;
          work[j + 2] -= l2 * u0 + l3 * u2;
          work[j + 3] -= l2 * u1 + l3 * u3;
        }
      }
      const strength = this.gather(i, matrix.rowScale);
      if (Number.isNaN(strength)) return strength;
      if (strength < weakest) weakest = strength;
    }
    return weakest;
  }

  /** Solves in place; `x` holds two numbers a row. */
  solve(x: Float64Array): void {
    const { lowerStart, lowerColumn, upperStart, upperColumn, size } = this.pattern;
    const { lower, upper, inverse } = this;
    for (let i = 0; i < size; i++) {
      let y0 = x[2 * i];
      let y1 = x[2 * i + 1];
      for (let p = lowerStart[i]; p < lowerStart[i + 1]; p++) {
        const k = 2 * lowerColumn[p];
        y0 -= lower[4 * p] * x[k] + lower[4 * p + 1] * x[k + 1];
        y1 -= lower[4 * p + 2] * x[k] + lower[4 * p + 3] * x[k + 1];
      }
      x[2 * i] = y0;
      x[2 * i + 1] = y1;
    }
    for (let i = size - 1; i >= 0; i--) {
      let y0 = x[2 * i];
      let y1 = x[2 * i + 1];
      for (let p = upperStart[i]; p < upperStart[i + 1]; p++) {
        const j = 2 * upperColumn[p];
        y0 -= upper[4 * p] * x[j] + upper[4 * p + 1] * x[j + 1];
        y1 -= upper[4 * p + 2] * x[j] + upper[4 * p + 3] * x[j + 1];
      }
      x[2 * i] = inverse[4 * i] * y0 + inverse[4 * i + 1] * y1;
      x[2 * i + 1] = inverse[4 * i + 2] * y0 + inverse[4 * i + 3] * y1;
    }
  }

  /** Row i of the matrix into the work row, and zeros where it will fill in. */
  private scatter(matrix: BlockMatrix, i: number): void {
    const { lowerStart, lowerColumn, upperStart, upperColumn } = this.pattern;
    const { start, column, value, diagonal } = matrix;
    const { work } = this;
    // Written out: a call of fill or set for four numbers costs more than the numbers.
    for (let p = lowerStart[i]; p < lowerStart[i + 1]; p++) {
      const t = 4 * lowerColumn[p];
      work[t] = work[t + 1] = work[t + 2] = work[t + 3] = 0;
    }
    for (let p = upperStart[i]; p < upperStart[i + 1]; p++) {
      const t = 4 * upperColumn[p];
      work[t] = work[t + 1] = work[t + 2] = work[t + 3] = 0;
    }
    for (let p = start[i]; p < start[i + 1]; p++) {
      const t = 4 * column[p];
      work[t] = value[4 * p];
      work[t + 1] = value[4 * p + 1];
      work[t + 2] = value[4 * p + 2];
      work[t + 3] = value[4 * p + 3];
    }
    work[4 * i] = diagonal[4 * i];
    work[4 * i + 1] = diagonal[4 * i + 1];
    work[4 * i + 2] = diagonal[4 * i + 2];
    work[4 * i + 3] = diagonal[4 * i + 3];
  }

  /** The work row into U and the inverse of the diagonal block; the strength of the pivot. */
  private gather(i: number, rowScale: Float64Array): number {
    const { upperStart, upperColumn } = this.pattern;
    const { upper, inverse, work } = this;
    let a = work[4 * i];
    const b = work[4 * i + 1];
    const c = work[4 * i + 2];
    let d = work[4 * i + 3];
    let determinant = a * d - b * c;
    let strength = Math.abs(determinant) / (rowScale[2 * i] * rowScale[2 * i + 1]);
    if (strength < VANISHED) {
      a += (a < 0 ? -REPLACEMENT : REPLACEMENT) * rowScale[2 * i];
      d += (d < 0 ? -REPLACEMENT : REPLACEMENT) * rowScale[2 * i + 1];
      determinant = a * d - b * c;
      strength = 0;
    }
    inverse[4 * i] = d / determinant;
    inverse[4 * i + 1] = -b / determinant;
    inverse[4 * i + 2] = -c / determinant;
    inverse[4 * i + 3] = a / determinant;
    for (let p = upperStart[i]; p < upperStart[i + 1]; p++) {
      const s = 4 * upperColumn[p];
      upper[4 * p] = work[s];
      upper[4 * p + 1] = work[s + 1];
      upper[4 * p + 2] = work[s + 2];
      upper[4 * p + 3] = work[s + 3];
    }
    return strength;
  }
}
