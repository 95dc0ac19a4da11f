import type { AgentInfo, Episode, IssuedPlan, Network, Outage } from '../contract';
import type { SwitchingOperation, UnservedLoad } from './restoration';
import type { BranchState, Routes } from './routing';

/** Milliseconds on a clock that only goes forward. */
export type Clock = () => number;

export type Customer = 'residential' | 'commercial' | 'industrial';

/** Multipliers of nominal demand, 168 hours from Monday 0:00 for each class. */
export type WeeklyShapes = Readonly<Record<Customer, Float64Array>>;

export interface OptimizerInit {
  network: Network;
  /** Of the agent's generator: the same seed and the same states give the same answers. */
  seed: number;
  /** For an optimisation; 0 gives what needs no search. Without one there is no limit. */
  time_limit_ms?: number;
  /** From which failure probability on an edge is prepared for; 0.5 where nothing is said. */
  warn_probability?: number;
  /** Of a trained agent; the one that comes with the package for this grid, if any, where nothing is said. */
  agent_folder?: string;
  /** By which loads move in the hours that the agent practises; without them it does not learn. */
  learn_by?: WeeklyShapes;
  /** What an operation has to earn, per cent of the losses of an hour at nominal load; 0.5 where nothing is said. */
  switching_cost_percent?: number;
  /** What plans say about the pace of their operations; 5 where nothing is said. */
  min_operation_interval_s?: number;
}

/** A snapshot's figures, in the order of the network's tables. */
export interface OptimizerState extends BranchState {
  sequence: number;
  /** From 0 (Monday 0:00 UTC) to below 168. */
  hour_of_week: number;
  /** Per bus. */
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  /** Per generator. */
  generation_mw: Float64Array;
  generation_mvar: Float64Array;
}

/** An edge that is likely to fail, and what is prepared for it. */
export interface LikelyFailure {
  readonly edge: string;
  readonly failure_probability: number;
  /** Demand that would lose supply, MW; null where the grid without the edge has no power flow. */
  readonly lost_mw: number | null;
  /** How much of it could be supplied again, and by which operations, the isolation first. */
  readonly served_mw: number;
  readonly operations: readonly SwitchingOperation[];
  readonly unserved: readonly UnservedLoad[];
}

/** The result as it leaves the worker; `describeOptimization` turns it into the contract's objects. */
export interface OptimizerResult extends Routes {
  risk_weight: number;
  plan: IssuedPlan | null;
  outage: Outage | null;
  /** Edges that have become likely to fail. */
  warnings: LikelyFailure[];
  loss_before_mw: number;
  loss_after_mw: number;
  episode: Episode;
  agent: AgentInfo;
  /** Whether the limit has cut the search for a plan short. */
  time_limit_reached: boolean;
  elapsed_ms: number;
}

/** Optimisation as a worker service. */
export interface Optimizer {
  /**
   * `riskWeight` is not negative. `learn`: whether the agent may learn from this state, if it learns at all; true where
   * nothing is said. Throws NO_SOLUTION where the present state has no power flow.
   */
  optimize(state: OptimizerState, riskWeight: number, learn?: boolean): OptimizerResult;
  /** What was decided and learned, and what is remembered of the grid. */
  state(): Uint8Array;
  /**
   * Goes on from a state. Throws UNREADABLE_STATE where it is damaged, or of another network, agent, seed or cost of switching; an
   * optimizer that threw is not to be used.
   */
  resume(state: Uint8Array): void;
}
