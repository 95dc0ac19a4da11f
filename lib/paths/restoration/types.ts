/** What restoration is asked, and what it answers. Branches and buses by their ids, powers MW. */

/** Loads of class 1 are served first. */
export type Priority = 1 | 2 | 3;

export interface RestorationRequest {
  /** Branches that have failed or are about to: they are opened, and stay open. */
  readonly trip: readonly string[];
  /** 0: isolation only. */
  readonly timeLimit_ms: number;
  /** Switching operations beyond the isolation; 4, and 2 for each further tripped branch, where nothing is said. */
  readonly maxOperations?: number;
}

/** A state in which something is dark already. */
export interface OutageRequest {
  /** Failed branches whose switches are still closed: they are opened first. */
  readonly isolate: readonly string[];
  /** Per branch: 1 where it must not be closed, as it has failed. */
  readonly failed: Uint8Array;
  readonly timeLimit_ms: number;
  readonly maxOperations?: number;
}

export type RestorationStatus = 'restored' | 'partly' | 'nothing_lost' | 'impossible';

/**
 * Why a bus stays dark: no switch that may be closed leads there; a branch would be overloaded; a voltage would leave
 * its band; a generator that balances would have to give more than it can; the power flow has no solution; within the operations allowed no legal configuration reaches it as well;
 * the time was up.
 */
export type UnservedReason =
  | 'no_tie'
  | 'rating'
  | 'voltage'
  | 'supply'
  | 'no_solution'
  | 'operations'
  | 'time';

export interface UnservedLoad {
  readonly bus: string;
  readonly p_mw: number;
  readonly priority: Priority;
  readonly reason: UnservedReason;
  /** The branch or the bus that bars it, with `rating` and `voltage`; with `supply` the generator's bus. */
  readonly at: string | null;
}

export interface SwitchingOperation {
  readonly operation: 'open' | 'close';
  readonly branch: string;
}

/** The grid after an operation; the openings before the first closing have the figures of the isolated grid. */
export interface RestorationStep extends SwitchingOperation {
  readonly loss_mw: number;
  readonly vm_min_pu: number;
  readonly loading_max_percent: number | null;
  /** Of the load that the trip left dark. */
  readonly served_mw: number;
}

export interface Restoration {
  readonly status: RestorationStatus;
  /** Demand without supply after the isolation, and how much of it is supplied again. */
  readonly lost_mw: number;
  readonly served_mw: number;
  readonly unserved: readonly UnservedLoad[];
  /** The isolation first. */
  readonly operations: readonly SwitchingOperation[];
  readonly steps: readonly RestorationStep[];
  readonly loss_mw: number;
  readonly vm_min_pu: number;
  /** Null where no branch has a rating. */
  readonly loading_max_percent: number | null;
  /** `enumerated`: no configuration of the scope within the operations allowed serves more. */
  readonly proof: 'enumerated' | 'none';
  /** What was searched: the dark part, or where that was not enough, all switches of the grid. */
  readonly scope: 'dark_part' | 'grid';
  readonly max_operations: number;
  readonly power_flows: number;
}
