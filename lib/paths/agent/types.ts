/** What the agent that chooses configurations decides about, and what it chooses among. */
import type { OperatingPoint } from '../../powerflow';
import type { Lock } from '../reconfiguration';

/** A grid at one moment. Arrays in the order of its tables; nothing is changed by who reads it. */
export interface SwitchingState {
  /** `live` is the present configuration. */
  readonly point: OperatingPoint;
  /** Per branch: 0 where a fault or a lock keeps it open. */
  readonly available: Uint8Array;
  /** Per branch. */
  readonly failure_probability: Float64Array;
  /** From 0 (Monday 0:00, local time) to below 168. */
  readonly hourOfWeek: number;
  readonly weights: Weights;
}

/** What is not available has to stay open. */
export function locksOf(available: Uint8Array): Lock[] {
  return [...available.keys()].flatMap((branch) =>
    available[branch] === 0 ? [{ branch, closed: false }] : [],
  );
}

/** What the objective weighs beside losses. */
export interface Weights {
  /** Worth of a MW lost; 1 as a rule. */
  readonly loss_weight: number;
  /** Worth of a MW that a sure failure would hit, in MW lost. */
  readonly risk_weight: number;
  /** What one operation costs, as MW lost for an hour. */
  readonly switching_cost_mw: number;
}

/** By which way an option was found. */
export type OptionKind = 'keep' | 'library' | 'exchange' | 'greedy';

/** A configuration that may be chosen, with what is known of it without a power flow. */
export interface Option {
  readonly kind: OptionKind;
  /** Per branch: 1 where it is closed and available. */
  readonly live: Uint8Array;
  /** Operations from the present configuration. */
  readonly operations: number;
  /** Null where the space has no estimate. */
  readonly estimate: Estimate | null;
  /** The same at nominal load, for what is to come. */
  readonly typical: Estimate | null;
}

export interface Estimate {
  readonly loss_mw: number;
  readonly risk_mw: number;
  /** As `Worth.violation`. */
  readonly violation: number;
}

/** What AC power flow says of a configuration. */
export interface Worth {
  readonly loss_mw: number;
  /** Σ failure probability × MW that would be hit. */
  readonly risk_mw: number;
  /** Beyond limits: Σ p.u. × 10 + Σ share of ratings; Infinity where there is no solution. */
  readonly violation: number;
  /** loss_weight × loss_mw + risk_weight × risk_mw, without the cost of operations. */
  readonly objective_mw: number;
}

/**
 * The configurations of one grid. `begin` takes a state; what the other methods give is for it, and theirs until the
 * next `begin`.
 */
export interface ConfigurationSpace {
  /** Per branch: 1 where switches of this grid may stand either way; the network sees these. */
  readonly free: Uint8Array;
  /** Whether the present state has a power flow. */
  begin(state: SwitchingState): boolean;
  /** The least estimated standing cost of all known configurations, after `options`; null where there are no estimates. */
  readonly least_mw: number | null;
  /** Keeping first, then what the library and single exchanges offer; the most promising of them. */
  options(library: readonly Uint8Array[]): Option[];
  /** Where greedy switching ends, step by step down from the present configuration. */
  greedy(): Option;
  /** A configuration that is legal in this state, and this one where it is. */
  complete(live: Uint8Array): Uint8Array;
  /** Of a legal configuration. */
  solve(option: Pick<Option, 'live'>): Worth;
  /** The best configuration known to exist: exact where that is feasible. */
  optimum(seed: number): { live: Uint8Array; exact: boolean };
}
