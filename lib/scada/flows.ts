import type { Grid } from '../grid';

/** Voltages of nodes and what flows into edges at their ends: of a solved state, or an estimated one. */
export interface EndFlows {
  readonly vm_pu: Float64Array;
  readonly p_from_mw: Float64Array;
  readonly q_from_mvar: Float64Array;
  readonly p_to_mw: Float64Array;
  readonly q_to_mvar: Float64Array;
}

/** Per edge, from the flows at its ends. */
export interface Flows {
  current_ka: Float64Array;
  /** Share of the rating, 1 at the rating; 0 where there is none. */
  loading: Float64Array;
  load_mw: Float64Array;
}

/** At the end that carries more. */
export function flowsOf(grid: Grid, state: EndFlows): Flows {
  const { buses } = grid.network;
  const flows: Flows = {
    current_ka: new Float64Array(grid.branchCount),
    loading: new Float64Array(grid.branchCount),
    load_mw: new Float64Array(grid.branchCount),
  };
  for (let k = 0; k < grid.branchCount; k++) {
    const from_mva = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
    const to_mva = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
    const from_kv = state.vm_pu[grid.from[k]] * (buses[grid.from[k]].base_kv ?? 0);
    const to_kv = state.vm_pu[grid.to[k]] * (buses[grid.to[k]].base_kv ?? 0);
    flows.current_ka[k] = Math.max(amperage(from_mva, from_kv), amperage(to_mva, to_kv));
    flows.loading[k] = grid.rating_mva[k] > 0 ? Math.max(from_mva, to_mva) / grid.rating_mva[k] : 0;
    flows.load_mw[k] = Math.max(Math.abs(state.p_from_mw[k]), Math.abs(state.p_to_mw[k]));
  }
  return flows;
}

/** I = S / (√3 U) */
function amperage(mva: number, kv: number): number {
  return kv > 0 ? mva / (Math.sqrt(3) * kv) : 0;
}
