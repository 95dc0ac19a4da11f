import { readFileSync } from 'node:fs';
import type { Dataset } from '../../lib/risk/dataset';

/** No header; the last column is the label. */
export function readAnomalies(file: string): Dataset {
  const cells = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map(Number));
  const width = cells[0]!.length - 1;
  return {
    feature_count: width,
    rows: Float32Array.from(cells.flatMap((row) => row.slice(0, width))),
    labels: Uint8Array.from(cells, (row) => row[width]!),
  };
}
