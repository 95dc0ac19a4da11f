/**
 * The pattern of the factors of a structurally symmetric matrix, without numbers.
 *
 * The columns of row i of L are found by climbing the elimination tree from each entry of row i below the diagonal
 * (J. W. H. Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11(1), 1990,
 * doi 10.1137/0611010, theorem 2.4 and section 4). U has the transposed pattern.
 */
import type { Pattern } from './pattern';

export interface FactorPattern {
  readonly size: number;
  /** Row i of L: columns below i, ascending. */
  readonly lowerStart: Int32Array;
  readonly lowerColumn: Int32Array;
  /** Row i of U: columns above i, ascending. */
  readonly upperStart: Int32Array;
  readonly upperColumn: Int32Array;
}

export function factorPattern(pattern: Pattern): FactorPattern {
  const n = pattern.size;
  const parent = new Int32Array(n).fill(-1);
  const seen = new Int32Array(n).fill(-1);
  const lowerStart = new Int32Array(n + 1);
  const upperCount = new Int32Array(n + 1);
  let lower = new Int32Array(pattern.column.length + n);
  let end = 0;
  for (let i = 0; i < n; i++) {
    seen[i] = i;
    const first = end;
    for (let k = pattern.start[i]; k < pattern.start[i + 1] && pattern.column[k] < i; k++) {
      for (let j = pattern.column[k]; seen[j] !== i; j = parent[j]) {
        if (parent[j] === -1) parent[j] = i;
        seen[j] = i;
        if (end === lower.length) lower = grow(lower);
        lower[end++] = j;
        upperCount[j]++;
      }
    }
    lower.subarray(first, end).sort();
    lowerStart[i + 1] = end;
  }
  return transposeInto(n, lowerStart, lower.slice(0, end), upperCount);
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2 + 16);
  grown.set(array);
  return grown;
}

function transposeInto(
  size: number,
  lowerStart: Int32Array,
  lowerColumn: Int32Array,
  upperCount: Int32Array,
): FactorPattern {
  const upperStart = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) upperStart[i + 1] = upperStart[i] + upperCount[i];
  const fill = upperStart.slice(0, size);
  const upperColumn = new Int32Array(lowerColumn.length);
  for (let i = 0; i < size; i++) {
    for (let k = lowerStart[i]; k < lowerStart[i + 1]; k++) upperColumn[fill[lowerColumn[k]]++] = i;
  }
  return { size, lowerStart, lowerColumn, upperStart, upperColumn };
}
