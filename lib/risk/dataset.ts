/** Rows with known outcomes. */
export interface Dataset {
  readonly feature_count: number;
  /** n × `feature_count` values, row by row; NaN is a missing value. */
  readonly rows: Float32Array;
  /** 1 where the row's element failed. */
  readonly labels: Uint8Array;
}

/** The rows at the given places, in that order; a place may stand more than once. */
export function pickRows(data: Dataset, places: ArrayLike<number>): Dataset {
  const width = data.feature_count;
  const rows = new Float32Array(places.length * width);
  const labels = new Uint8Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const from = places[i]! * width;
    rows.set(data.rows.subarray(from, from + width), i * width);
    labels[i] = data.labels[places[i]!]!;
  }
  return { feature_count: width, rows, labels };
}

/** Rows as arrays, which is how the packages take them. */
export function toArrays(data: Pick<Dataset, 'feature_count' | 'rows'>): number[][] {
  const count = data.rows.length / data.feature_count;
  return Array.from({ length: count }, (_, row) =>
    Array.from(data.rows.subarray(row * data.feature_count, (row + 1) * data.feature_count)),
  );
}
