import type { Metrics } from '../contract';
import type { Grid } from '../grid';
import type { PowerFlowState } from '../powerflow';
import type { Measurements } from './measure';

/** Sums and extremes over the energised part of the grid; `asked_mw` is demand before shedding, one value a bus. */
export function metricsOf(
  grid: Grid,
  measured: Measurements,
  state: PowerFlowState,
  asked_mw: Float64Array,
): Metrics {
  let demand_mw = 0;
  let demand_mvar = 0;
  let vm_min_pu = Number.POSITIVE_INFINITY;
  let vm_max_pu = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (state.energized[bus] === 0) continue;
    demand_mw += measured.demand_mw[bus];
    demand_mvar += measured.demand_mvar[bus];
    vm_min_pu = Math.min(vm_min_pu, state.vm_pu[bus]);
    vm_max_pu = Math.max(vm_max_pu, state.vm_pu[bus]);
  }
  const all_mw = asked_mw.reduce((sum, p) => sum + p, 0);
  const generation_mw = state.generation_mw.reduce((sum, p) => sum + p, 0);
  const generation_mvar = state.generation_mvar.reduce((sum, q) => sum + q, 0);
  return {
    demand_mw,
    demand_mvar,
    generation_mw,
    generation_mvar,
    loss_mw: state.loss_mw,
    loss_mvar: state.loss_mvar,
    ...(grid.network.shunts === undefined ? {} : { shunt_mw: state.shunt_mw, shunt_mvar: state.shunt_mvar }),
    loss_percent: generation_mw > 0 ? (100 * state.loss_mw) / generation_mw : 0,
    unserved_mw: Math.max(0, all_mw - demand_mw),
    vm_min_pu,
    vm_max_pu,
    loading_max_percent: 100 * measured.loading.reduce((largest, share) => Math.max(largest, share), 0),
  };
}
