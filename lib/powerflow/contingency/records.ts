import type { Grid } from '../../grid';

/** What the numbers in `status` and `method` stand for. */
export const OUTAGE_STATUS = ['converged', 'islanded', 'not_converged'] as const;
export const OUTAGE_METHOD = ['dc', 'ac'] as const;

/**
 * What outages lead to, one value an outage in each array, so that a thread hands them over without a copy. A figure
 * that is not known is NaN, a bus or branch that is not known −1: voltages where `method` is `dc`, everything but
 * islands where the power flow did not converge, loading where no branch has a rating.
 */
export interface ContingencyRecords {
  /** The branch that is out. */
  branch: Int32Array;
  status: Uint8Array;
  /** What the figures come from. */
  method: Uint8Array;
  iterations: Int32Array;
  /** The most heavily loaded branch, of those with a rating. */
  loading_max_percent: Float64Array;
  loading_max_branch: Int32Array;
  /** What the distribution factors said of it; NaN where they were not asked. */
  dc_loading_max_percent: Float64Array;
  /** Branches beyond their ratings. */
  overloads: Int32Array;
  vm_min_pu: Float64Array;
  vm_min_bus: Int32Array;
  vm_max_pu: Float64Array;
  vm_max_bus: Int32Array;
  /** Buses beyond their bands. */
  voltage_violations: Int32Array;
  /** Separate parts that a generator supplies. */
  islands: Int32Array;
  /** Demand, and buses, that were supplied before the outage and are not any more. */
  lost_mw: Float64Array;
  lost_buses: Int32Array;
  /** Demand without supply in all. */
  unserved_mw: Float64Array;
}

/** One outage as a plain object; null stands for what is not known. */
export interface Contingency {
  /** Id and place in the document of the branch that is out. */
  branch: string;
  index: number;
  status: (typeof OUTAGE_STATUS)[number];
  method: (typeof OUTAGE_METHOD)[number];
  iterations: number;
  loading_max_percent: number | null;
  loading_max_branch: string | null;
  dc_loading_max_percent: number | null;
  overloads: number | null;
  vm_min_pu: number | null;
  vm_min_bus: string | null;
  vm_max_pu: number | null;
  vm_max_bus: string | null;
  voltage_violations: number | null;
  islands: number;
  lost_mw: number;
  lost_buses: number;
  unserved_mw: number;
}

export function createRecords(count: number): ContingencyRecords {
  const figures = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  const places = (): Int32Array => new Int32Array(count).fill(-1);
  return {
    branch: places(),
    status: new Uint8Array(count),
    method: new Uint8Array(count),
    iterations: new Int32Array(count),
    loading_max_percent: figures(),
    loading_max_branch: places(),
    dc_loading_max_percent: figures(),
    overloads: places(),
    vm_min_pu: figures(),
    vm_min_bus: places(),
    vm_max_pu: figures(),
    vm_max_bus: places(),
    voltage_violations: places(),
    islands: new Int32Array(count),
    lost_mw: new Float64Array(count),
    lost_buses: new Int32Array(count),
    unserved_mw: new Float64Array(count),
  };
}

/** Writes the records of a range of outages to their place among all. */
export function placeRecords(all: ContingencyRecords, part: ContingencyRecords, at: number): void {
  for (const name of Object.keys(all) as (keyof ContingencyRecords)[]) all[name].set(part[name], at);
}

export function describeContingency(grid: Grid, records: ContingencyRecords, i: number): Contingency {
  const { buses, branches } = grid.network;
  const figure = (values: Float64Array): number | null => (Number.isNaN(values[i]) ? null : values[i]);
  const count = (values: Int32Array): number | null => (values[i] < 0 ? null : values[i]);
  const idOf = (elements: readonly { id: string }[], places: Int32Array): string | null =>
    places[i] < 0 ? null : elements[places[i]].id;
  return {
    branch: branches[records.branch[i]].id,
    index: records.branch[i],
    status: OUTAGE_STATUS[records.status[i]],
    method: OUTAGE_METHOD[records.method[i]],
    iterations: records.iterations[i],
    loading_max_percent: figure(records.loading_max_percent),
    loading_max_branch: idOf(branches, records.loading_max_branch),
    dc_loading_max_percent: figure(records.dc_loading_max_percent),
    overloads: count(records.overloads),
    vm_min_pu: figure(records.vm_min_pu),
    vm_min_bus: idOf(buses, records.vm_min_bus),
    vm_max_pu: figure(records.vm_max_pu),
    vm_max_bus: idOf(buses, records.vm_max_bus),
    voltage_violations: count(records.voltage_violations),
    islands: records.islands[i],
    lost_mw: records.lost_mw[i],
    lost_buses: records.lost_buses[i],
    unserved_mw: records.unserved_mw[i],
  };
}

/**
 * The outages from the most to the least severe: those without a solution first, then by load lost, overloads, the
 * highest loading, voltage violations and the lowest voltage. Equals stay in the order of the branches.
 */
export function rankContingencies(records: ContingencyRecords): Int32Array {
  const { status, lost_mw, overloads, loading_max_percent, voltage_violations, vm_min_pu } = records;
  const unsolved = OUTAGE_STATUS.indexOf('not_converged');
  const known = (value: number, otherwise: number): number => (Number.isNaN(value) ? otherwise : value);
  return Int32Array.from(records.branch.keys()).sort(
    (a, b) =>
      Number(status[b] === unsolved) - Number(status[a] === unsolved) ||
      lost_mw[b] - lost_mw[a] ||
      overloads[b] - overloads[a] ||
      known(loading_max_percent[b], 0) - known(loading_max_percent[a], 0) ||
      voltage_violations[b] - voltage_violations[a] ||
      known(vm_min_pu[a], 1) - known(vm_min_pu[b], 1) ||
      a - b,
  );
}
