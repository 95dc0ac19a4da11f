/** LU factors of a small dense real matrix, rows exchanged for the largest pivot. */
export class DenseLu {
  /** The matrix row by row, overwritten by its factors. */
  readonly a: Float64Array;
  private readonly row: Int32Array;
  private readonly scratch: Float64Array;

  constructor(readonly size: number) {
    this.a = new Float64Array(size * size);
    this.row = new Int32Array(size);
    this.scratch = new Float64Array(size);
  }

  /** The sign of the determinant. */
  factor(): number {
    const { a, row, size } = this;
    let sign = 1;
    for (let k = 0; k < size; k++) {
      let pivot = k;
      for (let i = k + 1; i < size; i++)
        if (Math.abs(a[i * size + k]) > Math.abs(a[pivot * size + k])) pivot = i;
      row[k] = pivot;
      if (pivot !== k) {
        this.exchange(k, pivot);
        sign = -sign;
      }
      sign *= Math.sign(a[k * size + k]);
      const inverse = 1 / a[k * size + k];
      for (let i = k + 1; i < size; i++) {
        const factor = a[i * size + k] * inverse;
        a[i * size + k] = factor;
        if (factor === 0) continue;
        for (let j = k + 1; j < size; j++) a[i * size + j] -= factor * a[k * size + j];
      }
    }
    return sign;
  }

  /** `b` becomes the solution. */
  solve(b: Float64Array): void {
    const { a, row, size, scratch } = this;
    for (let k = 0; k < size; k++) scratch[k] = b[k];
    for (let k = 0; k < size; k++) {
      const other = scratch[row[k]];
      scratch[row[k]] = scratch[k];
      scratch[k] = other;
    }
    for (let i = 1; i < size; i++) for (let j = 0; j < i; j++) scratch[i] -= a[i * size + j] * scratch[j];
    for (let i = size - 1; i >= 0; i--) {
      for (let j = i + 1; j < size; j++) scratch[i] -= a[i * size + j] * scratch[j];
      scratch[i] /= a[i * size + i];
    }
    for (let k = 0; k < size; k++) b[k] = scratch[k];
  }

  private exchange(i: number, k: number): void {
    const { a, size } = this;
    for (let j = 0; j < size; j++) {
      const held = a[i * size + j];
      a[i * size + j] = a[k * size + j];
      a[k * size + j] = held;
    }
  }
}
