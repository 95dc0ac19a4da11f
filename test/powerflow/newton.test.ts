import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { createPowerFlow, createSweep, nominalPoint } from '../../lib/powerflow';
import { assertBalanced, near } from '../support/kirchhoff';

describe('AC power flow', () => {
  it('balances the default grid with every single line out, and leaves nothing behind', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const flow = createPowerFlow(grid);
    for (let out = 0; out < grid.branchCount; out++) {
      const point = nominalPoint(grid);
      point.live[out] = 0;
      const outcome = flow.solve(point);
      assert.equal(outcome.status, 'converged');
      if (outcome.status !== 'converged') continue;
      const { state } = outcome;
      let demand = 0;
      for (let bus = 0; bus < grid.busCount; bus++) demand += grid.demand_mw[bus] * state.energized[bus];
      const supplied = state.generation_mw.reduce((sum, p) => sum + p, 0);
      near(supplied, demand + state.loss_mw, 1e-6 * grid.base_mva, 'supply = demand + losses');
      const fresh = createPowerFlow(grid).solve(point);
      assert.ok(fresh.status === 'converged' && Math.abs(fresh.state.loss_mw - state.loss_mw) < 1e-6);
    }
  });

  it('gives an island a generator of its own to balance it, and de-energises one that has none', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const point = nominalPoint(grid);
    for (const id of ['L1', 'L6', 'L7', 'L9']) point.live[grid.branchIndex.get(id)!] = 0;
    const outcome = createPowerFlow(grid).solve(point);
    assert.ok(outcome.status === 'islanded');
    const { energized, generation_mw, vm_pu } = outcome.state;
    const harbour = grid.busIndex.get('S1')!;
    assert.equal(outcome.unserved_mw, grid.demand_mw[harbour]);
    assert.equal(energized[harbour], 0);
    assert.equal(vm_pu[harbour], 0);
    assert.equal(
      energized.reduce((sum, value) => sum + value, 0),
      grid.busCount - 1,
    );
    // Market, Steelworks and University hang on the gas station alone: 30 + 45 + 26 MW and losses.
    assert.ok(
      generation_mw[1] > 101 && generation_mw[1] < 105,
      `gas station delivers ${generation_mw[1]} MW`,
    );
  });

  it('calls nothing solved that is not a number, wherever it stands', () => {
    const branch = { name: 'L', kind: 'line' as const, r_pu: 0.01, x_pu: 0.05, closed: true };
    for (const poisoned of [1, 2, 3, 4]) {
      const grid = compileGrid({
        ...builtinNetwork('riverside'),
        buses: Array.from({ length: 6 }, (_, i) => ({ id: `B${i}`, name: '', base_kv: 110 })),
        generators: [
          { id: 'a', bus: 'B0', p_mw: 0, vm_pu: 1, slack: true },
          { id: 'b', bus: 'B5', p_mw: 0, vm_pu: 1 },
        ],
        loads: [],
        branches: [0, 1, 3, 4].map((i) => ({ ...branch, id: `L${i}`, from: `B${i}`, to: `B${i + 1}` })),
      });
      const point = nominalPoint(grid);
      point.demand_mw[poisoned] = Number.NaN;
      assert.equal(createPowerFlow(grid).solve(point).status, 'not_converged', `bus ${poisoned}`);
    }
  });

  it('passes a star point whose series compensation cancels its line', () => {
    const { id, name, ...rest } = builtinNetwork('riverside').branches[0];
    const line = (index: number, from: string, to: string, x_pu: number) => {
      return { ...rest, id: `L${index}`, name: '', from, to, r_pu: 0, b_pu: 0, x_pu };
    };
    const grid = compileGrid({
      ...builtinNetwork('riverside'),
      buses: ['A', 'star', 'B', 'C', 'D'].map((bus) => ({ id: bus, name: '' })),
      generators: [{ id: 'a', bus: 'A', p_mw: 0, vm_pu: 1, slack: true }],
      loads: [{ id: 'b', bus: 'B', p_mw: 20, q_mvar: 5 }],
      // The others are all joined, so that the star point, with the fewest neighbours, is eliminated first.
      branches: ['AB', 'AC', 'AD', 'BC', 'BD', 'CD']
        .map((ends, k) => line(k, ends[0], ends[1], 0.2))
        .concat(line(6, 'A', 'star', 0.1), line(7, 'star', 'B', -0.1)),
    });
    const point = nominalPoint(grid);
    const outcome = createPowerFlow(grid).solve(point);
    assert.ok(outcome.status === 'converged', outcome.status);
    assertBalanced(grid, point, outcome.state);
  });

  it('lets generators of one bus share its reactive power by their ranges, and its slack take the rest', () => {
    const network = builtinNetwork('riverside');
    const generator = { bus: 'G1', vm_pu: 1.02 };
    const grid = compileGrid({
      ...network,
      generators: [
        { ...generator, id: 'off', p_mw: 50, in_service: false, slack: true },
        { ...generator, id: 'a', p_mw: 10, slack: true, q_min_mvar: -10, q_max_mvar: 30 },
        { ...generator, id: 'b', p_mw: 20, q_min_mvar: 0, q_max_mvar: 60 },
        { ...generator, id: 'fixed', p_mw: 5, q_mvar: 3, voltage_control: false },
      ],
    });
    const point = nominalPoint(grid);
    const outcome = createPowerFlow(grid).solve(point);
    assert.ok(outcome.status === 'converged');
    const { generation_mw, generation_mvar, loss_mw } = outcome.state;
    const demand_mw = grid.demand_mw.reduce((sum, p) => sum + p, 0);
    assert.deepEqual([...generation_mw].toSpliced(1, 1), [0, 20, 5]);
    near(generation_mw[1], demand_mw + loss_mw - 25, 1e-6, 'what the slack delivers');
    assert.deepEqual([generation_mvar[0], generation_mvar[3]], [0, 3]);
    near((generation_mvar[1] + 10) / 40, generation_mvar[2] / 60, 1e-12, 'share of the range');
  });

  it('lets a generator that balances hold the voltage even where the point has it let go', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const point = nominalPoint(grid);
    for (const id of ['L1', 'L6', 'L7', 'L9']) point.live[grid.branchIndex.get(id)!] = 0;
    point.holds_voltage = new Uint8Array(grid.generatorCount);
    const outcome = createPowerFlow(grid).solve(point);
    assert.ok(outcome.status === 'islanded');
    assert.equal(outcome.state.balancing.length, 2);
    assertBalanced(grid, point, outcome.state);
  });

  it('keeps every digit of small losses, and passes what has no impedance while it is open', () => {
    const network = structuredClone(builtinNetwork('ieee33'));
    Object.assign(network.branches[35], { r_pu: 0, x_pu: 0 });
    for (const load of network.loads) {
      load.p_mw *= 1e-5;
      load.q_mvar *= 1e-5;
    }
    const grid = compileGrid(network);
    const point = nominalPoint(grid);
    const newton = createPowerFlow(grid).solve(point);
    const sweep = createSweep(grid).solve(point);
    assert.ok(newton.status === 'converged' && sweep.status === 'converged');
    near(newton.state.loss_mw / sweep.state.loss_mw, 1, 1e-5, 'losses by both methods');
    assert.ok(newton.state.p_from_mw.every(Number.isFinite));
  });

  it('says so, and where, when there is no solution', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const point = nominalPoint(grid);
    point.demand_mw[grid.busIndex.get('S4')!] = 5000;
    const flow = createPowerFlow(grid);
    const outcome = flow.solve(point);
    assert.equal(outcome.status, 'not_converged');
    assert.equal(flow.solve(nominalPoint(grid)).status, 'converged', 'the next solve is not harmed');
  });
});
