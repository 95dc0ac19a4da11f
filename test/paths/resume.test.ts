import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid, generateNetwork, type Grid } from '../../lib/grid';
import type { Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from '../../lib/paths';
import { createOptimizer } from '../../lib/paths/optimizer';
import { weeklyShapes } from '../../lib/scada';
import { nominalState } from './grids';

/** Ten minutes apart, with loads that move and an edge that fails for a while. */
function stateAt(grid: Grid, k: number): OptimizerState {
  const state = nominalState(grid);
  const factor = 0.8 + 0.2 * Math.sin(k / 5);
  state.sequence = k;
  state.hour_of_week = (k / 6) % 168;
  state.demand_mw = state.demand_mw.map((p) => p * factor);
  state.demand_mvar = state.demand_mvar.map((q) => q * factor);
  if (k % 12 > 7) state.in_service[3] = 0;
  return state;
}

function run(optimizer: Optimizer, grid: Grid, from: number, until: number): OptimizerResult[] {
  const results: OptimizerResult[] = [];
  for (let k = from; k < until; k++)
    results.push({ ...optimizer.optimize(stateAt(grid, k), 0.1), elapsed_ms: 0 });
  return results;
}

/** Solutions begin at the last one, which is not kept: that moves figures by rounding. */
function rounded(results: OptimizerResult[]): unknown {
  const round = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(7)) : value;
  return JSON.parse(JSON.stringify(results, round));
}

const open = (init: OptimizerInit): Optimizer => createOptimizer(init, () => 0);

describe('an optimizer that goes on from a state', () => {
  const networks: [string, Network, Partial<OptimizerInit>][] = [
    ['with the shipped agent', builtinNetwork('riverside'), {}],
    ['with an agent that begins to learn', builtinNetwork('ieee33'), { learn_by: weeklyShapes().shapes }],
    [
      'with the agent of single operations',
      generateNetwork({ num_nodes: 60, num_generators: 6, seed: 2 }),
      {},
    ],
  ];
  for (const [name, network, more] of networks) {
    it(`gives the answers of one that never stopped, ${name}`, () => {
      const init: OptimizerInit = { network, seed: 4, ...more };
      const grid = compileGrid(network);
      const whole = open(init);
      run(whole, grid, 0, 6);
      const state = whole.state();
      const resumed = open(init);
      resumed.resume(state.slice());
      assert.deepEqual(resumed.state(), state);
      // What is learned from is not kept, so that the answers are those of one that has learned as much.
      assert.deepEqual(rounded(run(resumed, grid, 6, 14)), rounded(run(whole, grid, 6, 14)));
    });
  }

  it('refuses what is of another network, agent or seed, or damaged', () => {
    const init: OptimizerInit = { network: builtinNetwork('riverside'), seed: 4 };
    const optimizer = open(init);
    run(optimizer, compileGrid(init.network), 0, 2);
    const state = optimizer.state();
    const code = (error: GridError): boolean => error.code === 'UNREADABLE_STATE';
    for (const other of [
      { ...init, seed: 5 },
      { ...init, network: builtinNetwork('ieee33') },
      { ...init, switching_cost_percent: 2 },
    ]) {
      assert.throws(() => open(other).resume(state), code);
    }
    assert.throws(() => open(init).resume(state.subarray(0, -1)), code);
  });
});
