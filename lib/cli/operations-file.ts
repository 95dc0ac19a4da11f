import type { Grid } from '../grid';
import { readBranchValues } from './branch-values';

/**
 * Reads how often each switch may still move, such as over the rest of a day: per branch in the order of the network's
 * table, Infinity for those that the file does not name. Throws as `readBranchValues` does.
 */
export async function readOperationsFile(file: string, grid: Grid): Promise<Float64Array> {
  const values = await readBranchValues(file, grid, {
    field: 'operations_left',
    word: 'operations',
    allowed: 'a whole number from 0',
    isAllowed: (value): value is number =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  });
  return values.map((count) => (Number.isNaN(count) ? Number.POSITIVE_INFINITY : count));
}
