import { compileGrid, type Grid } from '../../lib/grid';
import { type MatpowerCase, networkOfCase } from '../support/matpower';
import { readJson, withReference } from '../support/reference';

export const REFERENCE_CASES = [
  'case9',
  'case14',
  'case33bw',
  'case69',
  'case118',
  'case300',
  'case1354pegase',
] as const;

/** A case of the reference data with its shunts, voltages, bands and ratings; skips the test where it is absent. */
export function referenceGrid(context: Mocha.Context, name: string): Grid {
  const tables = readJson<MatpowerCase>(withReference(context, `powerflow/cases/${name}.json`));
  const network = networkOfCase(tables);
  return compileGrid({
    ...network,
    buses: network.buses.map((bus, row) => ({
      ...bus,
      vm_pu: tables.bus[row][7],
      va_degree: tables.bus[row][8],
      vm_max_pu: tables.bus[row][11],
      vm_min_pu: tables.bus[row][12],
    })),
    shunts: tables.bus
      .map((row) => ({ id: `S${row[0]}`, bus: `B${row[0]}`, g_mw: row[4], b_mvar: row[5] }))
      .filter(({ g_mw, b_mvar }) => g_mw !== 0 || b_mvar !== 0),
    branches: network.branches.map((branch, row) => {
      const rating_mva = tables.branch[row][5];
      return rating_mva > 0 ? { ...branch, rating_mva } : branch;
    }),
  });
}
