/**
 * LDLᵀ factors of a symmetric matrix, row by row, pivots on the diagonal:
 *
 *   for i: w = Aᵢ right of and at i; for k < i in row i of L: w −= Lᵢₖ Dₖ (Lᵀ)ₖ; Dᵢ = wᵢ, (Lᵀ)ᵢ = w / Dᵢ
 *
 * (G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed., section 4.1.2.) Only Lᵀ is stored, row by row.
 * Rows are not exchanged, so an indefinite matrix may have a pivot that vanishes though the matrix is regular; such
 * a pivot is reported, not divided by.
 */
import type { FactorPattern } from './symbolic';

/**
 * A symmetric matrix: its diagonal, and its other entries in the order of a `Pattern`. Those right of the diagonal are
 * read.
 */
export interface SymmetricMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
}

/** A pivot this small beside the terms that it is the sum of is rounding. */
const LEAST_PIVOT = 1e-13;

export class LdlFactors {
  /** Lᵀ without its unit diagonal, row by row in the order of `pattern.upperColumn`. */
  readonly upper: Float64Array;
  /** D. */
  readonly pivot: Float64Array;
  private readonly work: Float64Array;
  /** Where each row of Lᵀ has been read up to: the columns before the row at hand are of no more use. */
  private readonly cursor: Int32Array;

  constructor(readonly pattern: FactorPattern) {
    this.upper = new Float64Array(pattern.upperColumn.length);
    this.pivot = new Float64Array(pattern.size);
    this.work = new Float64Array(pattern.size);
    this.cursor = new Int32Array(pattern.size);
  }

  /**
   * Factorises; returns −1, or the row whose pivot vanished: is no larger than `least` of the terms that it is the sum of,
   * or not a number.
   */
  factor(matrix: SymmetricMatrix, least = LEAST_PIVOT): number {
    this.begin();
    for (let i = 0; i < this.pattern.size; i++) if (!this.eliminate(matrix, i, least)) return i;
    return -1;
  }

  /**
   * Factorises a matrix without negative eigenvalues, and returns the rows whose pivots vanish, as many as it has
   * eigenvalues of 0. What is left of such a row is 0 too (Golub and Van Loan, section 4.2), so its pivot is put to 1.
   */
  factorSemidefinite(matrix: SymmetricMatrix): number[] {
    const { size, upperStart } = this.pattern;
    const vanished: number[] = [];
    this.begin();
    for (let i = 0; i < size; i++) {
      if (this.eliminate(matrix, i, LEAST_PIVOT)) continue;
      vanished.push(i);
      this.pivot[i] = 1;
      this.upper.fill(0, upperStart[i], upperStart[i + 1]);
    }
    return vanished;
  }

  private begin(): void {
    const { size, upperStart } = this.pattern;
    for (let i = 0; i < size; i++) this.cursor[i] = upperStart[i];
  }

  /** Row i; false where its pivot vanishes. */
  private eliminate(matrix: SymmetricMatrix, i: number, least: number): boolean {
    const { lowerStart, lowerColumn, upperStart, upperColumn } = this.pattern;
    const { upper, pivot, work, cursor } = this;
    for (let q = upperStart[i]; q < upperStart[i + 1]; q++) work[upperColumn[q]] = 0;
    for (let p = matrix.start[i]; p < matrix.start[i + 1]; p++)
      if (matrix.column[p] > i) work[matrix.column[p]] = matrix.value[p];
    let d = matrix.diagonal[i];
    let terms = Math.abs(d);
    for (let p = lowerStart[i]; p < lowerStart[i + 1]; p++) {
      const k = lowerColumn[p];
      // Row k of Lᵀ has its columns ascending, so the next one that was not yet read is i.
      const at = cursor[k]++;
      const scaled = upper[at] * pivot[k];
      d -= scaled * upper[at];
      terms += Math.abs(scaled * upper[at]);
      const stop = upperStart[k + 1];
      for (let q = at + 1; q < stop; q++) work[upperColumn[q]] -= scaled * upper[q];
    }
    if (!(Math.abs(d) > least * terms)) return false;
    pivot[i] = d;
    for (let q = upperStart[i]; q < upperStart[i + 1]; q++) upper[q] = work[upperColumn[q]] / d;
    return true;
  }

  /** Solves in place: L z = x, then Lᵀ x = D⁻¹ z. */
  solve(x: Float64Array): void {
    const { size, upperStart, upperColumn } = this.pattern;
    const { upper, pivot } = this;
    for (let i = 0; i < size; i++) {
      const z = x[i];
      if (z === 0) continue;
      for (let q = upperStart[i]; q < upperStart[i + 1]; q++) x[upperColumn[q]] -= upper[q] * z;
    }
    for (let i = 0; i < size; i++) x[i] /= pivot[i];
    this.solveUpper(x);
  }

  /** Solves Lᵀ x = z in place. */
  solveUpper(x: Float64Array): void {
    const { size, upperStart, upperColumn } = this.pattern;
    const { upper } = this;
    for (let i = size - 1; i >= 0; i--) {
      let z = x[i];
      for (let q = upperStart[i]; q < upperStart[i + 1]; q++) z -= upper[q] * x[upperColumn[q]];
      x[i] = z;
    }
  }
}
