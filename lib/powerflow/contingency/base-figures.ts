import type { Grid } from '../../grid';
import type { ScreeningBase } from './base';
import { limitsOf, recordLoading, recordVoltages } from './limits';
import { type Contingency, createRecords, describeContingency } from './records';

/** What outages are to be seen beside: the same figures with every branch in place. */
export type BaseFigures = Pick<
  Contingency,
  | 'iterations'
  | 'loading_max_percent'
  | 'loading_max_branch'
  | 'overloads'
  | 'vm_min_pu'
  | 'vm_min_bus'
  | 'vm_max_pu'
  | 'vm_max_bus'
  | 'voltage_violations'
>;

export function describeBase(grid: Grid, base: ScreeningBase): BaseFigures {
  const records = createRecords(1);
  const limits = limitsOf(grid);
  records.branch[0] = 0;
  recordLoading(records, 0, limits, base);
  recordVoltages(records, 0, limits, base);
  const { loading_max_percent, loading_max_branch, overloads, vm_min_pu, vm_min_bus, ...rest } =
    describeContingency(grid, records, 0);
  const { vm_max_pu, vm_max_bus, voltage_violations } = rest;
  return {
    iterations: base.iterations,
    loading_max_percent,
    loading_max_branch,
    overloads,
    vm_min_pu,
    vm_min_bus,
    vm_max_pu,
    vm_max_bus,
    voltage_violations,
  };
}
