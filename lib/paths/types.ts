import type { Network, SwitchingPlan } from '../contract';

export interface OptimizerInit {
  network: Network;
  seed: number;
}

/** A snapshot's figures, in the order of the network's tables. */
export interface OptimizerState {
  sequence: number;
  /** Per bus. */
  demand_mw: Float64Array;
  demand_mvar: Float64Array;
  /** Per generator. */
  generation_mw: Float64Array;
  /** Per branch. */
  closed: Uint8Array;
  in_service: Uint8Array;
  failure_probability: Float64Array;
}

/** The result as it leaves the worker; `describeOptimization` turns it into the contract's objects. */
export interface OptimizerResult {
  risk_weight: number;
  /** Per bus: the branch that the path arrives by, −1 at sources and where no path leads. */
  arrival_branch: Int32Array;
  /** Per bus: cost and resistance of its path; Infinity where there is none. */
  cost: Float64Array;
  resistance_pu: Float64Array;
  plan: SwitchingPlan | null;
  loss_before_mw: number;
  loss_after_mw: number;
  episode: { number: number; loss_mw: number; risk: number; reward: number };
  elapsed_ms: number;
}

/** Optimisation as a worker service. */
export interface Optimizer {
  optimize(state: OptimizerState, riskWeight: number): OptimizerResult;
}
