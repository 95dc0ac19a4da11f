import type { BlockMatrix } from '../../lib/powerflow/sparse';

/** A matrix of 2 × 2 blocks as rows of numbers. */
export function denseOf({ start, column, diagonal, value }: Omit<BlockMatrix, 'rowScale'>): number[][] {
  const size = 2 * (start.length - 1);
  const dense = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const put = (i: number, j: number, block: Float64Array, at: number): void => {
    for (let k = 0; k < 4; k++) dense[2 * i + (k >> 1)][2 * j + (k % 2)] = block[4 * at + k];
  };
  for (let i = 0; i < start.length - 1; i++) {
    put(i, i, diagonal, i);
    for (let k = start[i]; k < start[i + 1]; k++) put(i, column[k], value, k);
  }
  return dense;
}
