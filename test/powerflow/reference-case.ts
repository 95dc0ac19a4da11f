import { readFileSync } from 'node:fs';
import { compileGrid, type Grid, readNetworkText } from '../../lib/grid';
import { withReference } from '../support/reference';

export const REFERENCE_CASES = [
  'case9',
  'case14',
  'case33bw',
  'case69',
  'case118',
  'case300',
  'case1354pegase',
] as const;

/** A case file of the reference data; skips the test where it is absent. */
export function referenceGrid(context: Mocha.Context, name: string): Grid {
  const file = withReference(context, `powerflow/matpower/${name}.m`);
  return compileGrid(readNetworkText(readFileSync(file, 'utf8'), file));
}
