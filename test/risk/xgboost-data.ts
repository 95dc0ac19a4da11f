import { readFileSync } from 'node:fs';
import type { Dataset } from '../../lib/risk/dataset';

/** Features in all columns but the last, the label in the last; an empty cell is missing. */
export function readXgboostData(file: string): Dataset {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const cells = lines.map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
  return {
    feature_count: 10,
    rows: Float32Array.from(cells.flatMap((row) => row.slice(0, 10))),
    labels: Uint8Array.from(cells, (row) => row[10]!),
  };
}
