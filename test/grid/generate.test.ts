import { strict as assert } from 'node:assert';
import { compileGrid, generateNetwork } from '../../lib/grid';
import { createPowerFlow, nominalPoint } from '../../lib/powerflow';

describe('generated networks', () => {
  for (const [num_nodes, num_generators] of [
    [2, 1],
    [8, 2],
    [100, 10],
    [1000, 1],
    [1000, 250],
    [5000, 50],
  ]) {
    it(`are plausible with ${num_nodes} nodes and ${num_generators} generators`, () => {
      for (const seed of [1, 2, 3]) {
        const grid = compileGrid(generateNetwork({ num_nodes, num_generators, seed }));
        assert.equal(grid.busCount, num_nodes);
        assert.equal(grid.generatorCount, num_generators);
        const outcome = createPowerFlow(grid).solve(nominalPoint(grid));
        assert.ok(outcome.status === 'converged');
        const { state } = outcome;
        const demand = grid.demand_mw.reduce((sum, p) => sum + p, 0);
        assert.ok(
          state.energized.every((value) => value === 1),
          'every bus is supplied',
        );
        assert.ok(
          Math.min(...state.vm_pu) > 0.93 && Math.max(...state.vm_pu) < 1.08,
          'voltages lie in the band',
        );
        assert.ok(state.loss_mw > 0 && state.loss_mw < 0.05 * demand, 'losses are below 5 %');
        for (let k = 0; k < grid.branchCount; k++) {
          const loading = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]) / grid.rating_mva[k];
          assert.ok(loading < 1, `line ${k} is loaded to ${loading}`);
        }
      }
    });
  }

  it('are the same for the same seed, and others for another', () => {
    const make = (seed: number): string =>
      JSON.stringify(generateNetwork({ num_nodes: 50, num_generators: 5, seed }));
    assert.equal(make(7), make(7));
    assert.notEqual(make(7), make(8));
  });

  it('are meshed: there are more lines than a tree needs', () => {
    const { branches } = generateNetwork({ num_nodes: 200, num_generators: 20, seed: 1 });
    assert.ok(branches.filter((branch) => branch.closed).length > 210);
    assert.ok(branches.some((branch) => !branch.closed));
  });

  for (const wrong of [
    { num_nodes: 1, num_generators: 1, seed: 1 },
    { num_nodes: 8, num_generators: 8, seed: 1 },
    { num_nodes: 8, num_generators: 0, seed: 1 },
    { num_nodes: Number.NaN, num_generators: 1, seed: 1 },
    { num_nodes: 1e9, num_generators: 1, seed: 1 },
    { num_nodes: 8, num_generators: 2, seed: 0.5 },
  ]) {
    it(`refuse ${JSON.stringify(wrong)} and say what is allowed`, () => {
      assert.throws(() => generateNetwork(wrong), /num_nodes|num_generators|seed.*allowed: a whole number/);
    });
  }
});
