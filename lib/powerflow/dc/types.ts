import type { OperatingPoint } from '../types';

/**
 * A solved state of the DC model. The arrays are the solver's own and hold until its next `solve`: copy what must
 * last. Without losses, what leaves a branch is what enters it.
 */
export interface DcState {
  /** Per bus; 0 where it is de-energised. */
  va_rad: Float64Array;
  energized: Uint8Array;
  /** Into the branch at its from end, MW; at its to end the same comes out. */
  p_from_mw: Float64Array;
  /** Per generator; 0 where it is out of service or its bus de-energised. */
  generation_mw: Float64Array;
  /** The generators that balance, the first of each balancing bus. */
  balancing: readonly number[];
}

interface Solved {
  state: DcState;
  /** The largest power that rounding leaves unaccounted for at a bus, per unit, and that bus. */
  mismatch_pu: number;
  worstBus: number;
}

export type DcConverged = Solved & { status: 'converged' };
/** Some buses in service are without supply. */
export type DcIslanded = Solved & { status: 'islanded'; unserved_mw: number };
/** The susceptance matrix is singular, or so nearly that its solution leaves power unaccounted for at this bus. */
export type DcNotConverged = { status: 'not_converged'; worstBus: number };
export type DcOutcome = DcConverged | DcIslanded | DcNotConverged;

/** A solver for one grid; it keeps its memory, and its factors while no switch moves, between calls. */
export interface DcPowerFlow {
  /** Of the point, reactive powers and voltages are not used. Throws INVALID_NETWORK where a live branch has x = 0. */
  solve(point: OperatingPoint): DcOutcome;
}
