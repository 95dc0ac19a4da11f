import type { Metrics } from '../../contract';
import type { Grid } from '../../grid';
import type { FilledState } from './filler';

/** Per node, MW and Mvar. */
export interface Shares {
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
}

/**
 * Parts what each node injects into generation and demand: all of it is demand where nothing feeds in; where both are, the
 * demand is that which is given (measured, or nominal).
 */
export function sharesOf(
  filled: FilledState,
  isFed: Uint8Array,
  known: Pick<Shares, 'demand_mw' | 'demand_mvar'>,
): Shares {
  const share = (injection: Float64Array, demand: Float64Array): [Float64Array, Float64Array] => {
    const taken = injection.map((one, bus) =>
      filled.energized[bus] === 0 ? 0 : isFed[bus] === 1 ? demand[bus] : -one,
    );
    return [taken, injection.map((one, bus) => (isFed[bus] === 1 ? one + taken[bus] : 0))];
  };
  const [demand_mw, generation_mw] = share(filled.p_injection_mw, known.demand_mw);
  const [demand_mvar, generation_mvar] = share(filled.q_injection_mvar, known.demand_mvar);
  return { demand_mw, demand_mvar, generation_mw, generation_mvar };
}

/** Sums and extremes of the estimated state, so that supply equals demand plus losses whatever the sensors say. */
export function metricsOf(grid: Grid, filled: FilledState, shares: Shares, loading: Float64Array): Metrics {
  const sum = (values: Float64Array): number => values.reduce((total, one) => total + one, 0);
  const generation_mw = sum(shares.generation_mw);
  let vm_min_pu = Number.POSITIVE_INFINITY;
  let vm_max_pu = 0;
  let unserved_mw = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (filled.energized[bus] === 1) {
      vm_min_pu = Math.min(vm_min_pu, filled.vm_pu[bus]);
      vm_max_pu = Math.max(vm_max_pu, filled.vm_pu[bus]);
    } else unserved_mw += Math.max(0, grid.demand_mw[bus]);
  }
  return {
    demand_mw: sum(shares.demand_mw),
    demand_mvar: sum(shares.demand_mvar),
    generation_mw,
    generation_mvar: sum(shares.generation_mvar),
    loss_mw: filled.loss_mw,
    loss_mvar: filled.loss_mvar,
    ...(grid.network.shunts === undefined
      ? {}
      : { shunt_mw: filled.shunt_mw, shunt_mvar: filled.shunt_mvar }),
    loss_percent: generation_mw > 0 ? (100 * filled.loss_mw) / generation_mw : 0,
    unserved_mw,
    vm_min_pu,
    vm_max_pu,
    loading_max_percent: 100 * loading.reduce((largest, one) => Math.max(largest, one), 0),
  };
}
