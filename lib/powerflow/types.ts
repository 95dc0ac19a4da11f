/** What the grid is asked to carry, and with which branches. Arrays in the order of the grid's tables. */
export interface OperatingPoint {
  /** Per bus, MW and Mvar. */
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  /** Per generator: scheduled power, MW (ignored for the one that balances), and held voltage. */
  generation_mw: Float64Array;
  vm_set_pu: Float64Array;
  /** Per branch: 1 where it is closed and in service. */
  live: Uint8Array;
}

/**
 * A solved state. The arrays are the solver's own and hold until its next `solve`: copy what must last.
 * De-energised buses have voltage 0 and serve no demand.
 */
export interface PowerFlowState {
  vm_pu: Float64Array;
  va_rad: Float64Array;
  energized: Uint8Array;
  /** Into the branch at its from end and at its to end, MW and Mvar. */
  p_from_mw: Float64Array;
  q_from_mvar: Float64Array;
  p_to_mw: Float64Array;
  q_to_mvar: Float64Array;
  /** Per generator; 0 where its bus is de-energised. */
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
  /** p_from + p_to summed over all branches. */
  loss_mw: number;
  loss_mvar: number;
}

export type PowerFlowOutcome =
  | { status: 'converged'; iterations: number; mismatch_pu: number; state: PowerFlowState }
  | { status: 'not_converged'; iterations: number; mismatch_pu: number; worstBus: number };

/** A solver for one grid; it keeps its memory between calls, and starts from its last solution where it has one. */
export interface PowerFlow {
  solve(point: OperatingPoint): PowerFlowOutcome;
}
