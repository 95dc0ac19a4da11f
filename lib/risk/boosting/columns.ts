import type { Dataset } from '../dataset';

/** One feature's present values in ascending order, and the rows that they stand in. */
export interface SortedColumn {
  readonly values: Float32Array;
  readonly rows: Int32Array;
  /** Some rows lack the feature. */
  readonly has_missing: boolean;
  /** All present values are equal. */
  readonly single_valued: boolean;
}

/** Every feature sorted once, before the first tree ("column blocks", Chen & Guestrin 2016, section 4.1). */
export function sortColumns({ feature_count, rows, labels }: Dataset): SortedColumn[] {
  return Array.from({ length: feature_count }, (_, feature) => {
    const present: number[] = [];
    for (let row = 0; row < labels.length; row++) {
      if (!Number.isNaN(rows[row * feature_count + feature]!)) present.push(row);
    }
    const order = Int32Array.from(present);
    order.sort((a, b) => rows[a * feature_count + feature]! - rows[b * feature_count + feature]!);
    const values = Float32Array.from(order, (row) => rows[row * feature_count + feature]!);
    return {
      rows: order,
      values,
      has_missing: order.length < labels.length,
      single_valued: values.length > 0 && values[0] === values[values.length - 1],
    };
  });
}
