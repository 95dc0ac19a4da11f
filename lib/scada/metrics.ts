import type { Metrics } from '../contract';
import type { Grid } from '../grid';

/** Per node, MW and Mvar. */
export interface Shares {
  readonly demand_mw: Float64Array;
  readonly demand_mvar: Float64Array;
  readonly generation_mw: Float64Array;
  readonly generation_mvar: Float64Array;
}

/** Of a solved state, or an estimated one. */
export interface StateTotals {
  readonly energized: Uint8Array;
  readonly vm_pu: Float64Array;
  readonly loss_mw: number;
  readonly loss_mvar: number;
  readonly shunt_mw: number;
  readonly shunt_mvar: number;
}

/** Sums and extremes over the energised part of the grid: supply equals demand plus losses. Voltages are 0 where all is dark. */
export function metricsOf(
  grid: Grid,
  state: StateTotals,
  shares: Shares,
  loading: Float64Array,
  unserved_mw: number,
): Metrics {
  const sum = (values: Float64Array): number => values.reduce((total, one) => total + one, 0);
  const generation_mw = sum(shares.generation_mw);
  const live_pu = state.vm_pu.filter((_, bus) => state.energized[bus] === 1);
  const { loss_mw, loss_mvar, shunt_mw, shunt_mvar } = state;
  return {
    demand_mw: sum(shares.demand_mw),
    demand_mvar: sum(shares.demand_mvar),
    generation_mw,
    generation_mvar: sum(shares.generation_mvar),
    loss_mw,
    loss_mvar,
    ...(grid.network.shunts === undefined ? {} : { shunt_mw, shunt_mvar }),
    loss_percent: generation_mw > 0 ? (100 * loss_mw) / generation_mw : 0,
    unserved_mw,
    vm_min_pu: live_pu.length === 0 ? 0 : live_pu.reduce((least, vm) => Math.min(least, vm)),
    vm_max_pu: live_pu.reduce((most, vm) => Math.max(most, vm), 0),
    loading_max_percent: 100 * loading.reduce((largest, one) => Math.max(largest, one), 0),
  };
}
