import { gridError } from '../errors';
import { compileGrid } from '../grid';
import { SwitchingAgent } from './operations/agent';

import { createRouter, incidenceOf, supplyGraph } from './routing';
import type { Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from './types';

/** Milliseconds on a clock that only goes forward. */
export type Clock = () => number;

/**
 * Paths, losses and switching of one grid. The clock is read for `elapsed_ms` and decides nothing. Throws
 * INVALID_NETWORK for a network that cannot be used; `optimize` throws NO_SOLUTION where the present state has no
 * power flow, and then gives no paths either: an answer without losses would be half an answer.
 */
export function createOptimizer({ network, seed }: OptimizerInit, clock: Clock): Optimizer {
  const grid = compileGrid(network);
  const incidence = incidenceOf(supplyGraph(grid));
  const router = createRouter(grid, incidence);
  const agent = new SwitchingAgent(grid, incidence, seed);

  const optimize = (state: OptimizerState, riskWeight: number): OptimizerResult => {
    const start = clock();
    const turn = agent.takeTurn(state, riskWeight);
    if (turn.status === 'no_solution') {
      throw gridError('NO_SOLUTION', {
        at: `bus "${network.buses[turn.worstBus].id}", snapshot ${state.sequence}`,
        got: `a mismatch of ${turn.mismatch_pu.toPrecision(3)} p.u. there`,
        allowed: 'demand that the closed branches can carry',
        remedy: 'Lower the demand, or close a branch that is open',
      });
    }
    const routes = router.route(state, riskWeight);
    const { loss_mw, plan, episode } = turn;
    return {
      ...routes,
      risk_weight: riskWeight,
      plan,
      loss_before_mw: loss_mw,
      loss_after_mw: plan?.loss_after_mw ?? loss_mw,
      episode,
      elapsed_ms: clock() - start,
    };
  };
  return { optimize };
}
