/**
 * The pattern of a symmetric matrix without its diagonal, row by row (CSR): row i holds the columns
 * `column[start[i]] … column[start[i + 1] − 1]`, ascending.
 */
export interface Pattern {
  readonly size: number;
  readonly start: Int32Array;
  readonly column: Int32Array;
}

/** The pattern of a graph given by its edges; parallel edges fall together, loops are left out. */
export function patternOfEdges(size: number, from: Int32Array, to: Int32Array): Pattern {
  const degree = new Int32Array(size + 1);
  for (let e = 0; e < from.length; e++) {
    if (from[e] === to[e]) continue;
    degree[from[e]]++;
    degree[to[e]]++;
  }
  const start = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) start[i + 1] = start[i] + degree[i];
  const fill = start.slice(0, size);
  const column = new Int32Array(start[size]);
  for (let e = 0; e < from.length; e++) {
    if (from[e] === to[e]) continue;
    column[fill[from[e]]++] = to[e];
    column[fill[to[e]]++] = from[e];
  }
  return unique(size, start, column);
}

/** Where (row, column) stands in the pattern, or −1. */
export function positionOf(pattern: Pattern, row: number, column: number): number {
  let low = pattern.start[row];
  let high = pattern.start[row + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = pattern.column[middle];
    if (at === column) return middle;
    if (at < column) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function unique(size: number, start: Int32Array, column: Int32Array): Pattern {
  const packed = new Int32Array(size + 1);
  let write = 0;
  for (let i = 0; i < size; i++) {
    const row = column.subarray(start[i], start[i + 1]).sort();
    const first = write;
    for (const j of row) {
      if (write === first || column[write - 1] !== j) column[write++] = j;
    }
    packed[i + 1] = write;
  }
  return { size, start: packed, column: column.slice(0, write) };
}
