import type { Dataset } from '../dataset';

/** Each feature as whole numbers: 0 where it is missing, then 1 for its smallest value and so on. */
export interface Ranked {
  readonly ranks: Uint32Array;
  /** The value of each rank; [0] is not used. */
  readonly values: Float32Array;
}

export function rankFeatures({ feature_count, rows, labels }: Dataset): Ranked[] {
  return Array.from({ length: feature_count }, (_, feature) => {
    const column = Float32Array.from(labels, (_label, row) => rows[row * feature_count + feature]!);
    const sorted = column.filter((value) => !Number.isNaN(value)).sort();
    const different = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
    const table = new Float32Array(different.length + 1);
    table[0] = Number.NaN;
    table.set(different, 1);
    return { values: table, ranks: Uint32Array.from(column, (value) => rankOf(table, value)) };
  });
}

function rankOf(values: Float32Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 1;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
