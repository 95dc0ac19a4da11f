import { strict as assert } from 'node:assert';
import { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { createDcPowerFlow, nominalPoint } from '../../lib/powerflow';
import { near } from '../support/kirchhoff';
import { randomStream } from '../support/random';
import { randomNetwork } from '../support/random-network';
import { readJson, withReference } from '../support/reference';
import { REFERENCE_CASES, referenceGrid } from './reference-case';

interface DcSolution {
  dcpf: { bus_Va_deg: number[]; branch_Pf_MW: number[]; gen_Pg_MW: number | number[] };
}

describe('DC power flow', () => {
  for (const name of REFERENCE_CASES) {
    it(`agrees with MATPOWER on ${name}`, function () {
      const grid = referenceGrid(this, name);
      const file = withReference(this, `powerflow/solutions/${name}.solution.json`);
      const { dcpf } = readJson<DcSolution>(file);
      const outcome = createDcPowerFlow(grid).solve(nominalPoint(grid));
      assert.ok(outcome.status === 'converged');
      const { va_rad, p_from_mw, generation_mw } = outcome.state;
      for (const [bus, va_degree] of dcpf.bus_Va_deg.entries())
        near((va_rad[bus] * 180) / Math.PI, va_degree, 1e-9, `angle of bus ${bus + 1}`);
      for (const [k, p_mw] of dcpf.branch_Pf_MW.entries())
        near(p_from_mw[k], p_mw, 1e-7, `flow into branch ${k + 1}`);
      for (const [g, p_mw] of [dcpf.gen_Pg_MW].flat().entries())
        near(generation_mw[g], p_mw, 1e-7, `generator ${g + 1}`);
    });
  }

  it('balances every bus of random networks, whatever is switched, and forgets the switching before', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const grid = compileGrid(randomNetwork(seed));
      const random = randomStream(seed);
      const flow = createDcPowerFlow(grid);
      for (let turn = 0; turn < 10; turn++) {
        const point = nominalPoint(grid);
        for (let bus = 0; bus < grid.busCount; bus++) point.demand_mw[bus] = 10 * random();
        for (let k = 0; k < grid.branchCount; k++) point.live[k] = random() < 0.2 ? 0 : 1;
        const outcome = flow.solve(point);
        assert.ok(outcome.status !== 'not_converged');
        const { state } = outcome;
        const left = point.demand_mw.map((p, bus) => -(p + grid.shunt_mw[bus]) * state.energized[bus]);
        for (let g = 0; g < grid.generatorCount; g++) left[grid.generatorBus[g]] += state.generation_mw[g];
        for (let k = 0; k < grid.branchCount; k++) {
          left[grid.from[k]] -= state.p_from_mw[k];
          left[grid.to[k]] += state.p_from_mw[k];
          if (point.live[k] === 0) assert.equal(state.p_from_mw[k], 0);
        }
        for (const p of left) near(p, 0, 1e-9, 'power left over at a bus');
        const dark = point.demand_mw.reduce((sum, p, bus) => sum + p * (1 - state.energized[bus]), 0);
        const unserved = outcome.status === 'islanded' ? outcome.unserved_mw : 0;
        near(unserved, dark, 1e-12, 'unserved demand');
        const fresh = createDcPowerFlow(grid).solve(point);
        assert.ok(fresh.status !== 'not_converged');
        assert.deepEqual(state, fresh.state);
      }
    }
  });

  it('pushes power around a loop by a phase shifter, and copes with negative reactances', () => {
    const network = builtinNetwork('riverside');
    const branch = { name: '', kind: 'line' as const, r_pu: 0.01, closed: true };
    const grid = compileGrid({
      ...network,
      buses: [0, 1, 2].map((i) => ({ id: `B${i}`, name: '', va_degree: 10 })),
      generators: [{ id: 'g', bus: 'B0', p_mw: 0, vm_pu: 1, slack: true }],
      loads: [],
      shunts: [{ id: 's', bus: 'B2', g_mw: 3, b_mvar: 0 }],
      branches: [
        { ...branch, id: 'a', from: 'B0', to: 'B1', x_pu: 0.2 },
        { ...branch, id: 'b', from: 'B1', to: 'B2', x_pu: -0.1 },
        { ...branch, id: 'c', from: 'B2', to: 'B0', x_pu: 0.4, tap_ratio: 0.5, shift_degree: 6 },
      ],
    });
    const outcome = createDcPowerFlow(grid).solve(nominalPoint(grid));
    assert.ok(outcome.status === 'converged');
    // Round the loop of 0.2 − 0.1 + 0.5·0.4: f·0.3 = −θ_shift with f from 0 over 1 and 2, and 3 MW taken at bus 2.
    const shift = (6 * Math.PI) / 180;
    const around = (-shift + (3 / grid.base_mva) * 0.2) / 0.3;
    near(outcome.state.p_from_mw[0], around * grid.base_mva, 1e-9, 'flow into a');
    near(outcome.state.p_from_mw[2], around * grid.base_mva - 3, 1e-9, 'flow into c');
    near(outcome.state.generation_mw[0], 3, 1e-9, 'what the slack delivers');
    near(outcome.state.va_rad[0], (10 * Math.PI) / 180, 1e-15, 'angle of the slack');
  });

  it('names the live branch that has no reactance, and solves once it is open', () => {
    const network = builtinNetwork('riverside');
    const grid = compileGrid({
      ...network,
      branches: network.branches.map((branch) => (branch.id === 'L3' ? { ...branch, x_pu: 0 } : branch)),
    });
    const flow = createDcPowerFlow(grid);
    const point = nominalPoint(grid);
    for (let attempt = 0; attempt < 2; attempt++)
      assert.throws(
        () => flow.solve(point),
        (error: GridError) =>
          error instanceof GridError && error.code === 'INVALID_NETWORK' && /"L3".x_pu/.test(error.message),
      );
    point.live[grid.branchIndex.get('L3')!] = 0;
    assert.equal(flow.solve(point).status, 'converged');
  });

  it('reports a singular matrix instead of dividing by it', () => {
    const network = builtinNetwork('riverside');
    const branch = { name: '', kind: 'line' as const, r_pu: 0.01, from: 'B0', to: 'B1', closed: true };
    const grid = compileGrid({
      ...network,
      buses: [0, 1].map((i) => ({ id: `B${i}`, name: '' })),
      generators: [{ id: 'g', bus: 'B0', p_mw: 0, vm_pu: 1, slack: true }],
      loads: [{ id: 'd', bus: 'B1', p_mw: 1, q_mvar: 0 }],
      branches: [
        { ...branch, id: 'a', x_pu: 0.3 },
        { ...branch, id: 'b', x_pu: -0.3 },
      ],
    });
    const outcome = createDcPowerFlow(grid).solve(nominalPoint(grid));
    assert.deepEqual(outcome, { status: 'not_converged', worstBus: 1 });
  });
});
