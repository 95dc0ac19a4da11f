import type { Network } from '../../contract';
import { compileGrid } from '../../grid';
import { type PowerFlowPlan, planPowerFlow, sharedPlan } from '../plan';
import { checkLoadCases, type LoadCaseResults, type LoadCases } from './load-cases';
import { LoadCaseSolver } from './solver';

/** Tables in memory that threads share: every thread reads the cases, each writes the rows that it solves. */
export interface LoadCaseInit {
  network: Network;
  cases: LoadCases;
  results: LoadCaseResults;
}

/** One thread's share of load cases. One of the threads makes the plan, all adopt it, each solves ranges. */
export interface LoadCaseService {
  plan(): PowerFlowPlan;
  adopt(plan: PowerFlowPlan): void;
  solve(range: number): void;
}

/** Load cases as a worker service. Throws INVALID_NETWORK and INVALID_SETTING. */
export function openLoadCases({ network, cases, results }: LoadCaseInit): LoadCaseService {
  const grid = compileGrid(network);
  checkLoadCases(grid, cases, results);
  let solver: LoadCaseSolver | undefined;
  return {
    plan: () => sharedPlan(planPowerFlow(grid)),
    adopt: (plan) => {
      solver = new LoadCaseSolver(grid, plan);
    },
    solve: (range) => {
      solver ??= new LoadCaseSolver(grid);
      solver.solve(cases, results, range);
    },
  };
}
