import { strict as assert } from 'node:assert';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { openOptimizer } from '../../lib/paths';
import { createOptimizer } from '../../lib/paths/optimizer';
import { WorkerPool } from '../../lib/workers';
import { nominalState } from './grids';

const network = builtinNetwork('riverside');
const grid = compileGrid(network);

describe('optimizer', () => {
  it('gives the losses of the power flow, and a plan’s own where there is one', () => {
    const optimizer = openOptimizer({ network, seed: 1 });
    const state = nominalState(grid);
    const calm = optimizer.optimize(state, 0);
    assert.ok(calm.loss_before_mw > 0.5 && calm.loss_before_mw < 10);
    assert.ok(calm.loss_after_mw <= calm.loss_before_mw, 'without risk only losses count');
    assert.equal(calm.loss_after_mw, calm.plan?.loss_after_mw ?? calm.loss_before_mw);
    assert.equal(calm.plan?.sequence ?? 1, 1);
    assert.equal(calm.episode.number, 1);
    assert.equal(optimizer.optimize(state, 0).episode.number, 2);
  });

  it('reads the clock that it is given', () => {
    let now = 100;
    const { elapsed_ms } = createOptimizer({ network, seed: 1 }, () => (now += 5)).optimize(
      nominalState(grid),
      0,
    );
    assert.equal(elapsed_ms, 5);
  });

  it('names the bus where the flow has no solution, and answers the next state', () => {
    const optimizer = openOptimizer({ network, seed: 1 });
    const state = nominalState(grid);
    const steelworks = grid.busIndex.get('S4')!;
    const usual = state.demand_mw[steelworks];
    state.demand_mw[steelworks] = 9000;
    assert.throws(
      () => optimizer.optimize(state, 0.1),
      (error: GridError) => error.code === 'NO_SOLUTION' && /bus "S\d"/.test(error.message),
    );
    state.demand_mw[steelworks] = usual;
    assert.ok(optimizer.optimize(state, 0.1).loss_before_mw > 0);
  });

  it('works for the parts that have supply, and leaves the others without a path', () => {
    const state = nominalState(grid);
    for (const id of ['L6', 'L1']) state.in_service[grid.branchIndex.get(id)!] = 0;
    const harbour = grid.busIndex.get('S1')!;
    const { cost, arrival_branch } = openOptimizer({ network, seed: 1 }).optimize(state, 0.1);
    assert.equal(cost[harbour], Number.POSITIVE_INFINITY);
    assert.equal(arrival_branch[harbour], -1);
    assert.equal(cost.filter(Number.isFinite).length, grid.busCount - 1);
  });

  it('gives the same in a thread', async () => {
    const pool = new WorkerPool();
    try {
      const session = await pool.open('optimizer', { network, seed: 3 });
      const state = nominalState(grid);
      const { elapsed_ms: _there, ...inThread } = await session.call('optimize', state, 0.1);
      const { elapsed_ms: _here, ...here } = openOptimizer({ network, seed: 3 }).optimize(state, 0.1);
      assert.deepEqual(inThread, here);
      await session.close();
    } finally {
      await pool.close();
    }
  });
});
