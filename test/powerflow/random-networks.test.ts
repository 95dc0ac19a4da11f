import { strict as assert } from 'node:assert';
import { compileGrid } from '../../lib/grid';
import { createPowerFlow, nominalPoint, solveWithinReactiveLimits } from '../../lib/powerflow';
import { assertBalanced, near } from '../support/kirchhoff';
import { randomNetwork } from '../support/random-network';

const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1);
describe('power flow of random networks', () => {
  it('keeps Ohm and Kirchhoff at every bus and branch, and what generators hold', () => {
    for (const seed of SEEDS) {
      const grid = compileGrid(randomNetwork(seed));
      const point = nominalPoint(grid);
      const outcome = createPowerFlow(grid).solve(point);
      assert.equal(outcome.status, 'converged', `network ${seed}`);
      if (outcome.status !== 'converged') continue;
      assertBalanced(grid, point, outcome.state);
      for (let g = 0; g < grid.generatorCount; g++) {
        const held = grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1;
        if (held) near(outcome.state.vm_pu[grid.generatorBus[g]], 1.02, 0, `voltage of network ${seed}`);
        if (held || grid.generatorUsable[g] === 0) continue;
        near(outcome.state.generation_mvar[g], point.generation_mvar[g], 0, `generator of network ${seed}`);
      }
      assert.equal(outcome.state.va_rad[0], grid.va_start_rad[0]);
    }
  });

  it('finds the same state from every start, and with every elimination order', () => {
    for (const seed of SEEDS.slice(0, 40)) {
      const grid = compileGrid(randomNetwork(seed));
      const point = nominalPoint(grid);
      const solved = createPowerFlow(grid).solve(point, { start: 'flat' });
      assert.ok(solved.status === 'converged');
      const mirrored = { ...randomNetwork(seed) };
      mirrored.buses = [...mirrored.buses].reverse();
      const other = compileGrid(mirrored);
      const again = createPowerFlow(other).solve(nominalPoint(other), { start: 'case' });
      assert.ok(again.status === 'converged');
      for (let bus = 0; bus < grid.busCount; bus++) {
        const vm_pu = again.state.vm_pu[grid.busCount - 1 - bus];
        near(vm_pu, solved.state.vm_pu[bus], 1e-9, `voltage of bus ${bus} of network ${seed}`);
      }
    }
  });

  it('keeps reactive limits, and the voltage wherever none is reached', () => {
    let reached = 0;
    for (const seed of SEEDS) {
      const grid = compileGrid(randomNetwork(seed));
      const point = nominalPoint(grid);
      const outcome = solveWithinReactiveLimits(grid, createPowerFlow(grid), point);
      assert.ok(outcome.status === 'converged', `network ${seed}`);
      assertBalanced(grid, point, outcome.state);
      reached += outcome.limited.filter((limit) => limit !== 0).length;
      for (let g = 0; g < grid.generatorCount; g++) {
        if (grid.holdsVoltage[g] === 0 || grid.generatorUsable[g] === 0 || grid.isSlack[g] === 1) continue;
        if (grid.generatorBus[g] === grid.generatorBus[outcome.state.balancing[0]]) continue;
        const q_mvar = outcome.state.generation_mvar[g];
        const excess_pu = outcome.state.vm_pu[grid.generatorBus[g]] - point.vm_set_pu[g];
        assert.ok(q_mvar <= grid.q_max_mvar[g] + 1e-6 && q_mvar >= grid.q_min_mvar[g] - 1e-6);
        if (outcome.limited[g] === 0) near(excess_pu, 0, 1e-12, 'voltage held');
        else
          assert.ok(
            outcome.limited[g] * excess_pu < 1e-9,
            'at the upper limit the voltage is below its value',
          );
      }
    }
    assert.ok(reached > 20, `${reached} limits reached`);
  });
});
