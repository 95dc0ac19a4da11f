import type { Clock } from '../types';

export type Method = 'exact' | 'exchange' | 'auto';

/** A switch that has to stand like this in every answer. */
export interface Lock {
  /** Place in the branch table, from 0. */
  branch: number;
  closed: boolean;
}

export interface ReconfigurationOptions {
  /** `auto` where nothing is said: exact where all radial configurations can be seen in the time, else exchange. */
  method?: Method;
  /** Seconds for the search; the plan and the confirmation come after it. 10 where nothing is said. */
  time_limit_s?: number;
  /** Of the perturbations; the same seed gives the same answer where the time limit is not reached. */
  seed?: number;
  /** Worth of a MW lost; 1 where nothing is said. */
  loss_weight?: number;
  /** Worth of a MW that would be lost by a sure failure; 0 where nothing is said. */
  risk_weight?: number;
  /** Per branch; 0 where nothing is said. */
  failure_probability?: Float64Array;
  /** What one operation of a switch has to earn, MW; 0 where nothing is said. */
  switching_cost_mw?: number;
  /** Limits for all buses; those of the network where nothing is said, null for none. */
  voltage_band?: { vm_min_pu: number; vm_max_pu: number } | null;
  /** Whether branches must keep their ratings; true where nothing is said. */
  ratings?: boolean;
  /** Operations from the present configuration, at most. */
  max_operations?: number;
  /** Beyond the branches that the network says are not switchable, which stay as they are. */
  locks?: readonly Lock[];
  /**
   * Per branch: how often its switch may still move, such as over the rest of a day; Infinity for any number, and for
   * all where nothing is said. No plan moves a switch more than once, so that 0 is what bars it.
   */
  operations_left?: Float64Array;
  /** Whether a loop may be closed before it is opened elsewhere, between radial configurations; true where nothing is said. */
  momentary_loops?: boolean;
  /**
   * Whether each slack bus has to have a tree of its own; true where nothing is said. Otherwise loops may stay closed,
   * and any switching that supplies all may be the answer.
   */
  radial?: boolean;
}

type Defaulted = Omit<ReconfigurationOptions, 'voltage_band' | 'failure_probability' | 'operations_left'>;

export type Settings = Required<Defaulted> & {
  voltage_band: ReconfigurationOptions['voltage_band'];
  failure_probability: Float64Array;
  operations_left: Float64Array;
};

/** What AC power flow says of one configuration. */
export interface Figures {
  objective_mw: number;
  loss_mw: number;
  /**
   * Σ failure probability × what a failure would leave without supply, MW: in a radial configuration the demand beyond
   * the branch; in one with loops, and in all where `radial` is false, what the branch carries at the end where that is
   * more.
   */
  risk_mw: number;
  operations: number;
  vm_min_pu: number;
  vm_max_pu: number;
  /** Null where no live branch has a rating. */
  loading_max_percent: number | null;
  /** Demand without supply. */
  unserved_mw: number;
}

/** Which of the constraints hold. */
export interface Held {
  /** True where loops are allowed too: it is no constraint then. */
  radial: boolean;
  supplied: boolean;
  voltage: boolean;
  ratings: boolean;
  operations: boolean;
}

/** One exchange by branch index; null where the present configuration is not radial and one has no partner. */
export interface Switching {
  open: number | null;
  close: number | null;
}

/** One operation and what AC power flow says of the grid after it; null figures where it has no solution. */
export interface ReconfigurationStep {
  operation: 'open' | 'close';
  branch: number;
  loss_mw: number | null;
  vm_min_pu: number | null;
  loading_max_percent: number | null;
  unserved_mw: number | null;
  /** Whether voltages and ratings hold after it. */
  legal: boolean;
}

export interface ReconfigurationOutcome {
  /** `solved`: all constraints hold; `violating`: some do not, `held` says which; `no_solution`: no power flow. */
  status: 'solved' | 'violating' | 'no_solution';
  /** What stands in the way, in a sentence; null where nothing does. */
  reason: string | null;
  method: 'exact' | 'exchange' | 'agent';
  /** `complete`: all was seen; `settled`: nothing better came for long; `time_limit`. */
  ended: 'complete' | 'settled' | 'time_limit';
  /** By Newton's method; null where there is no solution. */
  initial: Figures | null;
  final: Figures | null;
  held: Held;
  /** Per branch: 1 where it is closed in the answer. */
  live: Uint8Array;
  proof: 'enumerated' | 'bound' | 'none';
  /** No configuration that is allowed and holds the constraints has a smaller objective; null where none is valid. */
  lower_bound_mw: number | null;
  /** (objective − lower bound) / objective; 0 after exhaustion, null without a bound. */
  gap_percent: number | null;
  /**
   * Radial configurations, by the matrix-tree theorem; where loops are allowed, those that supply all, counted.
   * Infinity beyond 1e308, where they are too many to count, and with the agent, which does not count them.
   */
  configurations: number;
  /** AC power flows solved, and exchanges that were estimated only. */
  power_flows: number;
  estimates: number;
  elapsed_ms: number;
  switching: Switching[];
  steps: ReconfigurationStep[];
}

/** How far a search has come. */
export interface ReconfigurationProgress {
  elapsed_ms: number;
  loss_mw: number;
  objective_mw: number;
  power_flows: number;
}

/** What a search may ask of the world outside. */
export interface Surroundings {
  clock: Clock;
  onProgress?(progress: ReconfigurationProgress): void;
}
