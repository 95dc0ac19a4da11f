/** Two places and their distance. */
export interface Pair {
  a: number;
  b: number;
  length: number;
}

/** How many neighbours each place is offered. */
const NEIGHBOURS = 4;

/**
 * Each place with its nearest neighbours, found over a raster, and with the next place along the raster, so that
 * the pairs connect all places. No pair twice.
 */
export function neighbourPairs(x: Float64Array, y: Float64Array): Pair[] {
  const size = x.length;
  const side = Math.max(1, Math.floor(Math.sqrt(size / 2)));
  const extent = Math.max(...bounds(x), ...bounds(y)) * (1 + 1e-9) || 1;
  const column = (i: number): number => Math.floor((x[i] / extent) * side);
  const row = (i: number): number => Math.floor((y[i] / extent) * side);
  const cells: number[][] = Array.from({ length: side * side }, () => []);
  for (let i = 0; i < size; i++) cells[row(i) * side + column(i)].push(i);

  const pairs = new Map<number, Pair>();
  const add = (i: number, j: number): void => {
    const a = Math.min(i, j);
    const b = Math.max(i, j);
    const key = a * size + b;
    if (pairs.has(key)) return;
    pairs.set(key, { a, b, length: Math.max(0.1, Math.hypot(x[a] - x[b], y[a] - y[b])) });
  };
  for (let i = 0; i < size; i++) {
    for (const j of nearest(i, around(cells, side, row(i), column(i)), x, y)) add(i, j);
  }
  const raster = cells.flatMap((_, k) =>
    Math.floor(k / side) % 2 === 0 ? cells[k] : cells[mirror(k, side)],
  );
  for (let k = 1; k < size; k++) add(raster[k - 1], raster[k]);
  return [...pairs.values()];
}

function bounds(values: Float64Array): number[] {
  let high = 0;
  for (const value of values) high = Math.max(high, value);
  return [high];
}

/** Every other row of the raster is walked backwards, so that consecutive cells touch. */
function mirror(cell: number, side: number): number {
  const row = Math.floor(cell / side);
  return row * side + (side - 1 - (cell % side));
}

/** What stands in a cell and the eight around it, cell by cell. */
function around(cells: readonly number[][], side: number, row: number, column: number): number[][] {
  const found: number[][] = [];
  for (let r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++)
      found.push(cells[r * side + c]);
  }
  return found;
}

/** From the nearest on; of two that are equally far the first. */
function nearest(i: number, cells: readonly number[][], x: Float64Array, y: Float64Array): number[] {
  const found: number[] = [];
  const far: number[] = [];
  for (const cell of cells) {
    for (const j of cell) {
      const distance = Math.hypot(x[i] - x[j], y[i] - y[j]);
      let at = found.length;
      while (at > 0 && (distance < far[at - 1] || (distance === far[at - 1] && j < found[at - 1]))) at--;
      if (j === i || at === NEIGHBOURS) continue;
      found.splice(at, 0, j);
      far.splice(at, 0, distance);
      if (found.length > NEIGHBOURS) {
        found.pop();
        far.pop();
      }
    }
  }
  return found;
}
