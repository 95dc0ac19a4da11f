import type { Network, SwitchingPlan } from '../contract';
import type { BranchState, Routes } from './routing';

export interface OptimizerInit {
  network: Network;
  /** Of the agent's generator: the same seed and the same states give the same answers. */
  seed: number;
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

/** The result as it leaves the worker; `describeOptimization` turns it into the contract's objects. */
export interface OptimizerResult extends Routes {
  risk_weight: number;
  plan: SwitchingPlan | null;
  loss_before_mw: number;
  loss_after_mw: number;
  episode: { number: number; loss_mw: number; risk: number; reward: number };
  elapsed_ms: number;
}

/** Optimisation as a worker service. */
export interface Optimizer {
  /** `riskWeight` is not negative. Throws NO_SOLUTION where the present state has no power flow. */
  optimize(state: OptimizerState, riskWeight: number): OptimizerResult;
}
