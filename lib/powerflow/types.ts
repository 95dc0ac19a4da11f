/** What the grid is asked to carry, and with which branches. Arrays in the order of the grid's tables. */
export interface OperatingPoint {
  /** Per bus, MW and Mvar. */
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  /** Per generator: scheduled power, MW (ignored for the one that balances), and held voltage. */
  generation_mw: Float64Array;
  vm_set_pu: Float64Array;
  /** Per generator, Mvar, for those that do not hold a voltage. */
  generation_mvar: Float64Array;
  /** Per generator: 1 where it holds its voltage; as in the network where absent. One that balances always does. */
  holds_voltage?: Uint8Array;
  /** Per branch: 1 where it is closed and in service. */
  live: Uint8Array;
}

/**
 * A solved state. The arrays are the solver's own and hold until its next `solve`: copy what must last.
 * De-energised buses have voltage 0 and serve no demand.
 */
export interface PowerFlowState {
  vm_pu: Float64Array;
  /** From −π to π. */
  va_rad: Float64Array;
  energized: Uint8Array;
  /** Into the branch at its from end and at its to end, MW and Mvar. */
  p_from_mw: Float64Array;
  q_from_mvar: Float64Array;
  p_to_mw: Float64Array;
  q_to_mvar: Float64Array;
  /** Per generator; 0 where it is out of service or its bus de-energised. */
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
  /** The generators that balance: the slacks, and one of each island without. */
  balancing: readonly number[];
  /** Taken by shunts in all, MW and Mvar; capacitors feed in and count below 0. */
  shunt_mw: number;
  shunt_mvar: number;
  /** I²R of all branches, and q_from + q_to of all: I²X less what charging feeds in. */
  loss_mw: number;
  loss_mvar: number;
  /** I²X summed over all branches. */
  series_loss_mvar: number;
}

interface Iterated {
  iterations: number;
  /** The largest power that is unaccounted for at a bus, per unit, and that bus. */
  mismatch_pu: number;
  worstBus: number;
}

/** All buses in service are supplied, and every power is accounted for. */
export type Converged = Iterated & { status: 'converged'; state: PowerFlowState };
/** The same for what generators reach; the other buses in service are without supply. */
export type Islanded = Iterated & { status: 'islanded'; state: PowerFlowState; unserved_mw: number };
export type NotConverged = Iterated & { status: 'not_converged' };
export type PowerFlowOutcome = Converged | Islanded | NotConverged;

/**
 * Where Newton's method starts: the solver's last solution of the same switching (`warm`), the voltages of the
 * network document (`case`), 1 per unit and the slack's angle, less the phase shifts on the way from it (`flat`), the angles of the DC power flow (`dc`), or
 * voltages that are given.
 */
export type Start = 'warm' | 'case' | 'flat' | 'dc' | { vm_pu: Float64Array; va_rad: Float64Array };

export interface SolveOptions {
  /** `warm` where nothing is said. A start that leads nowhere is followed by others. */
  start?: Start;
}

/** The last solution of a solver: per bus, in its own order, and which branches conducted. */
export interface FlowMemory {
  v: Float64Array;
  theta: Float64Array;
  live: Uint8Array;
  /** Whether it is one. */
  warm: boolean;
}

/** A solver for one grid; it keeps its memory between calls. */
export interface PowerFlow {
  /** Throws INVALID_SETTING where an array of the point is not as long as its table. */
  solve(point: OperatingPoint, options?: SolveOptions): PowerFlowOutcome;
}

/** One whose memory can be told, so that another goes on from it. */
export interface ResumableFlow extends PowerFlow {
  /** A copy of what a `warm` start begins at. */
  memory(): FlowMemory;
  /** Goes on as the solver would that had this memory, bit for bit. */
  recall(memory: FlowMemory): void;
}
