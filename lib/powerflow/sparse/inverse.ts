/**
 * The entries of the inverse of a symmetric matrix that stand where its factors have entries, without the others.
 *
 * From A = L D Lᵀ follows A⁻¹ = D⁻¹ L⁻¹ + (I − Lᵀ) A⁻¹. D⁻¹ L⁻¹ is lower triangular with the diagonal D⁻¹, so row i
 * follows from the rows below it (K. Takahashi, J. Fagan and M.-S. Chin, "Formation of a sparse bus impedance matrix
 * and its application to short circuit study", PICA 1973):
 *
 *   Zᵢⱼ = −Σₖ (Lᵀ)ᵢₖ Zₖⱼ  (j > i)        Zᵢᵢ = 1/Dᵢ − Σₖ (Lᵀ)ᵢₖ Zₖᵢ,        k over the entries of row i of Lᵀ
 *
 * Every Zₖⱼ needed stands in the pattern too: the columns of row i of Lᵀ are joined with each other by its elimination.
 */
import type { LdlFactors } from './ldl';

export class SparseInverse {
  readonly diagonal: Float64Array;
  /** Right of the diagonal, in the order of the factors' `upperColumn`. */
  readonly upper: Float64Array;
  /** Row i while it is computed, and 1 where its columns are. */
  private readonly row: Float64Array;
  private readonly inRow: Uint8Array;

  constructor(private readonly factors: LdlFactors) {
    const { size, upperColumn } = factors.pattern;
    this.diagonal = new Float64Array(size);
    this.upper = new Float64Array(upperColumn.length);
    this.row = new Float64Array(size);
    this.inRow = new Uint8Array(size);
  }

  /** That of the matrix that was factorised last. */
  compute(): void {
    const { upperStart, upperColumn, size } = this.factors.pattern;
    const { row, inRow } = this;
    for (let i = size - 1; i >= 0; i--) {
      const first = upperStart[i];
      const stop = upperStart[i + 1];
      for (let q = first; q < stop; q++) {
        row[upperColumn[q]] = 0;
        inRow[upperColumn[q]] = 1;
      }
      this.sumRow(first, stop);
      let own = 1 / this.factors.pivot[i];
      for (let q = first; q < stop; q++) {
        const j = upperColumn[q];
        this.upper[q] = row[j];
        own -= this.factors.upper[q] * row[j];
        inRow[j] = 0;
      }
      this.diagonal[i] = own;
    }
  }

  /** −Σₖ (Lᵀ)ᵢₖ Zₖⱼ for each column j of the row; Zₖⱼ stands in row k or, as Zⱼₖ, in row j. */
  private sumRow(first: number, stop: number): void {
    const { upperStart, upperColumn } = this.factors.pattern;
    const { upper: l } = this.factors;
    const { diagonal, upper: z, row, inRow } = this;
    for (let q = first; q < stop; q++) {
      const k = upperColumn[q];
      const factor = l[q];
      row[k] -= factor * diagonal[k];
      let at = q + 1;
      for (let p = upperStart[k]; p < upperStart[k + 1]; p++) {
        const j = upperColumn[p];
        if (inRow[j] === 0) continue;
        while (upperColumn[at] !== j) at++;
        row[j] -= factor * z[p];
        row[k] -= l[at] * z[p];
      }
    }
  }
}
