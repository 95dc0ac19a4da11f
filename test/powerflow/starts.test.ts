import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { createDcPowerFlow, createPowerFlow, createSweep, nominalPoint } from '../../lib/powerflow';
import { assertBalanced, near } from '../support/kirchhoff';

/** A slack, and behind it transformers in a row that shift so many degrees, each with a load at its end. */
function row(shifts: readonly number[], slack_degree = 0): Network {
  return {
    format: 'gridloom-network',
    version: 1,
    id: 'row',
    name: '',
    base_mva: 100,
    buses: [0, ...shifts].map((_, i) => ({ id: `B${i}`, name: '', va_degree: i === 0 ? slack_degree : 0 })),
    generators: [{ id: 'g', bus: 'B0', p_mw: 0, vm_pu: 1.02, slack: true }],
    loads: shifts.map((_, i) => ({ id: `D${i}`, bus: `B${i + 1}`, p_mw: 5, q_mvar: 2 })),
    branches: shifts.map((shift_degree, i) => {
      const ends = i % 2 === 0 ? { from: `B${i}`, to: `B${i + 1}` } : { from: `B${i + 1}`, to: `B${i}` };
      return {
        id: `T${i}`,
        name: '',
        kind: 'transformer',
        r_pu: 0.01,
        x_pu: 0.05,
        closed: true,
        shift_degree,
        ...ends,
      };
    }),
  };
}

describe('starts of the power flow', () => {
  it('find the voltages behind transformers of any vector group, in few iterations', () => {
    for (const shifts of [[150], [180], [30, -30, 30], [150, -150], [30, -30, 30, -30, 30, -30, 30, -30]]) {
      const grid = compileGrid(row(shifts, 40));
      const point = nominalPoint(grid);
      const flow = createPowerFlow(grid);
      const outcome = flow.solve(point);
      assert.ok(outcome.status === 'converged', `${shifts}: ${outcome.status}`);
      assert.ok(outcome.iterations <= 5, `${shifts}: ${outcome.iterations} iterations`);
      assertBalanced(grid, point, outcome.state);
      const sweep = createSweep(grid).solve(point);
      assert.ok(sweep.status === 'converged');
      for (const [bus, angle] of sweep.state.va_rad.entries()) {
        near(outcome.state.va_rad[bus], angle, 1e-9, `angle of bus ${bus} behind ${shifts}`);
        assert.ok(Math.abs(angle) <= Math.PI);
      }
      assert.equal(
        flow.solve(point, { start: 'case' }).status,
        'converged',
        'where the document knows no angles',
      );
    }
  });

  it('by DC are flat where a branch has no reactance', () => {
    const network = row([0, 0]);
    const branches = network.branches.map((branch) => ({ ...branch, x_pu: 0 }));
    const grid = compileGrid({ ...network, branches });
    const point = nominalPoint(grid);
    const outcome = createPowerFlow(grid).solve(point, { start: 'dc' });
    assert.ok(outcome.status === 'converged');
    assertBalanced(grid, point, outcome.state);
  });

  it('from odd voltages lead to no voltage below 0, and no angle beyond half a turn', () => {
    const grid = compileGrid(row([0]));
    const point = nominalPoint(grid);
    const flow = createPowerFlow(grid);
    let solved = 0;
    for (let vm_pu = 0.05; vm_pu < 1.5; vm_pu += 0.1) {
      for (let angle = -3; angle <= 3; angle += 0.25) {
        const start = { vm_pu: Float64Array.of(1, vm_pu), va_rad: Float64Array.of(0, angle) };
        const outcome = flow.solve(point, { start });
        if (outcome.status !== 'converged') continue;
        solved++;
        const { state } = outcome;
        assert.ok(state.vm_pu[1] > 0 && Math.abs(state.va_rad[1]) <= Math.PI, `${vm_pu} ${angle}`);
      }
    }
    assert.ok(solved > 300, `${solved} solved`);
  });
});

describe('an operating point', () => {
  it('is refused where an array is not as long as its table', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const point = { ...nominalPoint(grid), live: new Uint8Array(3) };
    for (const solver of [createPowerFlow(grid), createSweep(grid), createDcPowerFlow(grid)])
      assert.throws(() => solver.solve(point), /operating point's live; got "3 values"; allowed: 12/);
  });
});

describe('impedances as good as none', () => {
  it('are solved as far as rounding allows', () => {
    for (const branch of [0, 4]) {
      const [tiny, small] = [1.1e-10, 1e-7].map((x_pu) => {
        const network = structuredClone(builtinNetwork('riverside'));
        Object.assign(network.branches[branch], { r_pu: 0, x_pu });
        const grid = compileGrid(network);
        const outcome = createPowerFlow(grid).solve(nominalPoint(grid));
        assert.ok(outcome.status === 'converged', `${x_pu} at branch ${branch}`);
        return outcome.state.vm_pu;
      });
      for (const [bus, vm_pu] of tiny.entries()) assert.ok(Math.abs(vm_pu - small[bus]) < 1e-6);
    }
  });
});
