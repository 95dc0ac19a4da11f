import type { Grid } from '../../grid';
import type { FilledState } from './filler';

/** Per edge, from the flows at its ends. */
export interface Flows {
  current_ka: Float64Array;
  /** Share of the rating; 0 where there is none. */
  loading: Float64Array;
  load_mw: Float64Array;
}

/** I = S / (√3 U) at the end that carries more. */
export function flowsOf(grid: Grid, filled: FilledState): Flows {
  const { buses } = grid.network;
  const flows: Flows = {
    current_ka: new Float64Array(grid.branchCount),
    loading: new Float64Array(grid.branchCount),
    load_mw: new Float64Array(grid.branchCount),
  };
  for (let k = 0; k < grid.branchCount; k++) {
    const from_mva = Math.hypot(filled.p_from_mw[k], filled.q_from_mvar[k]);
    const to_mva = Math.hypot(filled.p_to_mw[k], filled.q_to_mvar[k]);
    const from_kv = filled.vm_pu[grid.from[k]] * (buses[grid.from[k]].base_kv ?? 0);
    const to_kv = filled.vm_pu[grid.to[k]] * (buses[grid.to[k]].base_kv ?? 0);
    flows.current_ka[k] = Math.max(
      from_kv > 0 ? from_mva / (Math.sqrt(3) * from_kv) : 0,
      to_kv > 0 ? to_mva / (Math.sqrt(3) * to_kv) : 0,
    );
    flows.loading[k] = grid.rating_mva[k] > 0 ? Math.max(from_mva, to_mva) / grid.rating_mva[k] : 0;
    flows.load_mw[k] = Math.max(Math.abs(filled.p_from_mw[k]), Math.abs(filled.p_to_mw[k]));
  }
  return flows;
}
