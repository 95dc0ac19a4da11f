import type { Grid } from '../../grid';
import { type BranchFlows, loadingOf } from '../loading';
import type { PowerFlowState } from '../types';
import type { ContingencyRecords } from './records';

/** A voltage that a generator holds at the edge of its band is within it. */
const VOLTAGE_TOLERANCE_PU = 1e-9;

/** What a state is measured against; −∞ and ∞ where a bus has no band. */
export interface Limits {
  readonly rating_mva: Float64Array;
  readonly vm_min_pu: Float64Array;
  readonly vm_max_pu: Float64Array;
}

export function limitsOf({ network, rating_mva }: Grid): Limits {
  return {
    rating_mva,
    vm_min_pu: Float64Array.from(network.buses, ({ vm_min_pu }) => vm_min_pu ?? Number.NEGATIVE_INFINITY),
    vm_max_pu: Float64Array.from(network.buses, ({ vm_max_pu }) => vm_max_pu ?? Number.POSITIVE_INFINITY),
  };
}

/** Writes loading and overloads of record i. */
export function recordLoading(
  records: ContingencyRecords,
  i: number,
  { rating_mva }: Limits,
  flows: BranchFlows,
): void {
  let largest = Number.NEGATIVE_INFINITY;
  let branch = -1;
  let overloads = 0;
  for (let k = 0; k < rating_mva.length; k++) {
    if (rating_mva[k] === 0) continue;
    const loading = loadingOf(flows, rating_mva, k);
    if (loading > 100) overloads++;
    if (loading > largest) {
      largest = loading;
      branch = k;
    }
  }
  records.overloads[i] = overloads;
  records.loading_max_branch[i] = branch;
  if (branch >= 0) records.loading_max_percent[i] = largest;
}

/** Writes extremes and violations of voltages of record i, over the energised buses. */
export function recordVoltages(
  records: ContingencyRecords,
  i: number,
  { vm_min_pu, vm_max_pu }: Limits,
  { vm_pu, energized }: Pick<PowerFlowState, 'vm_pu' | 'energized'>,
): void {
  let lowest = -1;
  let highest = -1;
  let violations = 0;
  for (let bus = 0; bus < vm_pu.length; bus++) {
    if (energized[bus] === 0) continue;
    const v = vm_pu[bus];
    if (lowest < 0 || v < vm_pu[lowest]) lowest = bus;
    if (highest < 0 || v > vm_pu[highest]) highest = bus;
    if (v < vm_min_pu[bus] - VOLTAGE_TOLERANCE_PU || v > vm_max_pu[bus] + VOLTAGE_TOLERANCE_PU) violations++;
  }
  records.voltage_violations[i] = violations;
  records.vm_min_bus[i] = lowest;
  records.vm_max_bus[i] = highest;
  if (lowest >= 0) {
    records.vm_min_pu[i] = vm_pu[lowest];
    records.vm_max_pu[i] = vm_pu[highest];
  }
}
