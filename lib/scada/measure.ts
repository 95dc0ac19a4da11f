import type { Grid } from '../grid';
import type { OperatingPoint, PowerFlowState } from '../powerflow';

/** What the control room sees of a solved state, one value a bus or a branch. Copies, not the solver's memory. */
export interface Measurements {
  energized: Uint8Array;
  vm_pu: Float64Array;
  va_degree: Float64Array;
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
  current_ka: Float64Array;
  /** Share of the rating, 1 at the rating. */
  loading: Float64Array;
  load_mw: Float64Array;
  loss_mw: Float64Array;
}

export function measure(grid: Grid, point: OperatingPoint, state: PowerFlowState): Measurements {
  const { buses } = grid.network;
  const { branchCount, generatorBus, generatorCount, busCount } = grid;
  const generation_mw = new Float64Array(busCount);
  const generation_mvar = new Float64Array(busCount);
  for (let g = 0; g < generatorCount; g++) {
    generation_mw[generatorBus[g]] += state.generation_mw[g];
    generation_mvar[generatorBus[g]] += state.generation_mvar[g];
  }
  const current_ka = new Float64Array(branchCount);
  const loading = new Float64Array(branchCount);
  const load_mw = new Float64Array(branchCount);
  const loss_mw = new Float64Array(branchCount);
  for (let k = 0; k < branchCount; k++) {
    const from_mva = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
    const to_mva = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
    const from_ka = amperage(from_mva, state.vm_pu[grid.from[k]] * (buses[grid.from[k]].base_kv ?? 0));
    const to_ka = amperage(to_mva, state.vm_pu[grid.to[k]] * (buses[grid.to[k]].base_kv ?? 0));
    current_ka[k] = Math.max(from_ka, to_ka);
    loading[k] = grid.rating_mva[k] > 0 ? Math.max(from_mva, to_mva) / grid.rating_mva[k] : 0;
    load_mw[k] = Math.max(Math.abs(state.p_from_mw[k]), Math.abs(state.p_to_mw[k]));
    loss_mw[k] = state.p_from_mw[k] + state.p_to_mw[k];
  }
  return {
    energized: state.energized.slice(),
    vm_pu: state.vm_pu.slice(),
    va_degree: state.va_rad.map((angle) => (angle * 180) / Math.PI),
    demand_mw: point.demand_mw.map((p, bus) => p * state.energized[bus]),
    demand_mvar: point.demand_mvar.map((q, bus) => q * state.energized[bus]),
    generation_mw,
    generation_mvar,
    current_ka,
    loading,
    load_mw,
    loss_mw,
  };
}

/** I = S / (√3 U) */
function amperage(mva: number, kv: number): number {
  return kv > 0 ? mva / (Math.sqrt(3) * kv) : 0;
}
