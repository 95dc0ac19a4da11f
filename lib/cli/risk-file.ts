import type { Grid } from '../grid';
import { readBranchValues } from './branch-values';

/** Failure probabilities as a file gives them. */
export interface RiskFile {
  /** Per branch, in the order of the network's table; 0 for those that the file does not name. */
  failure_probability: Float64Array;
  /** Branches that it names. */
  named: number;
}

/**
 * Reads the failure probabilities of a network's branches; also what GET /api/grid/risk answers. Throws as
 * `readBranchValues` does.
 */
export async function readRiskFile(file: string, grid: Grid): Promise<RiskFile> {
  const values = await readBranchValues(file, grid, {
    field: 'failure_probability',
    word: 'probability',
    allowed: 'a probability from 0 to 1',
    isAllowed: (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
  });
  return {
    failure_probability: values.map((p) => (Number.isNaN(p) ? 0 : p)),
    named: values.reduce((count, p) => count + (Number.isNaN(p) ? 0 : 1), 0),
  };
}
