import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { builtinNetwork, compileGrid, readNetworkText } from '../../lib/grid';
import { createPowerFlow, nominalPoint } from '../../lib/powerflow';
import { readJson, withReference } from '../support/reference';

interface Solution {
  tool: string;
  loss_terminal_MW: number;
  Vm_pu: number[];
  Va_deg: number[];
  Pg_MW: number | number[];
  branch_Pf_MW: number[];
  branch_Qt_MVAr: number[];
}

describe('AC power flow', () => {
  for (const name of ['case9', 'case33bw', 'case69']) {
    it(`agrees with MATPOWER on ${name}`, function () {
      const file = withReference(this, `powerflow/cases/${name}.json`);
      const grid = compileGrid(readNetworkText(readFileSync(file, 'utf8'), file));
      const expected = readJson<Solution>(withReference(this, `powerflow/solutions/${name}.solution.json`));
      const outcome = createPowerFlow(grid).solve(nominalPoint(grid));
      assert.equal(outcome.status, 'converged');
      if (outcome.status !== 'converged') return;
      const { state } = outcome;
      for (let bus = 0; bus < grid.busCount; bus++) {
        near(state.vm_pu[bus], expected.Vm_pu[bus], 1e-9, `voltage of bus ${bus + 1}`);
        near((state.va_rad[bus] * 180) / Math.PI, expected.Va_deg[bus], 1e-7, `angle of bus ${bus + 1}`);
      }
      for (let k = 0; k < grid.branchCount; k++) {
        near(state.p_from_mw[k], expected.branch_Pf_MW[k], 1e-6, `flow into branch ${k + 1}`);
        near(state.q_to_mvar[k], expected.branch_Qt_MVAr[k], 1e-6, `reactive flow out of branch ${k + 1}`);
      }
      near(state.loss_mw, expected.loss_terminal_MW, 1e-8 * expected.loss_terminal_MW, 'losses');
      const delivered = [expected.Pg_MW].flat();
      for (let g = 0; g < delivered.length; g++)
        near(state.generation_mw[g], delivered[g], 1e-6, `generator ${g + 1}`);
    });
  }

  it('keeps Ohm and Kirchhoff with taps, phase shifters, charging and parallel branches', () => {
    const kind = 'transformer' as const;
    const rows: [from: number, to: number, r: number, x: number, b: number, tap: number, shift: number][] = [
      [0, 1, 0.01, 0.08, 0.04, 1, 0],
      [1, 2, 0.005, 0.12, 0, 0.95, 12],
      [2, 1, 0.02, 0.1, 0.02, 1.04, -5],
      [0, 2, 0, 0.2, 0.06, 0.9, 30],
      [3, 2, 0.03, 0.15, 0, 1.1, -30],
    ];
    const network = builtinNetwork('riverside');
    const grid = compileGrid({
      ...network,
      buses: network.buses.slice(0, 4),
      generators: [{ id: 'g', bus: 'G1', p_mw: 0, vm_pu: 1.02, slack: true }],
      loads: [1, 2, 3].map((i) => ({ id: `D${i}`, bus: network.buses[i].id, p_mw: 8 * i, q_mvar: 3 * i })),
      branches: rows.map(([from, to, r_pu, x_pu, b_pu, tap_ratio, shift_degree], k) => {
        const [f, t] = [network.buses[from].id, network.buses[to].id];
        const ends = { id: `T${k}`, name: '', kind, from: f, to: t, closed: true };
        return { ...ends, r_pu, x_pu, b_pu, tap_ratio, shift_degree };
      }),
    });
    const outcome = createPowerFlow(grid).solve(nominalPoint(grid));
    assert.ok(outcome.status === 'converged');
    const { state } = outcome;
    const left_mw = grid.demand_mw.map((p) => -p);
    const left_mvar = grid.demand_mvar.map((q) => -q);
    left_mw[0] += state.generation_mw[0];
    left_mvar[0] += state.generation_mvar[0];
    for (const [k, [from, to, r, x, b, tap, shift]] of rows.entries()) {
      // MATPOWER manual, figure 3-1: the voltage behind the ideal transformer lags by the shift, its power is kept.
      const turn = (degree: number) => (degree * Math.PI) / 180;
      const behind = polar(state.vm_pu[from] / tap, state.va_rad[from] - turn(shift));
      const far = polar(state.vm_pu[to], state.va_rad[to]);
      const z2 = r * r + x * x;
      const series = times([behind[0] - far[0], behind[1] - far[1]], [r / z2, -x / z2]);
      const into = [series[0] - (b / 2) * behind[1], series[1] + (b / 2) * behind[0]] as const;
      const out = [-series[0] - (b / 2) * far[1], -series[1] + (b / 2) * far[0]] as const;
      const s_from = times(behind, [into[0], -into[1]]).map((s) => s * grid.base_mva);
      const s_to = times(far, [out[0], -out[1]]).map((s) => s * grid.base_mva);
      near(state.p_from_mw[k], s_from[0], 1e-9, `active power into branch ${k}`);
      near(state.q_from_mvar[k], s_from[1], 1e-9, `reactive power into branch ${k}`);
      near(state.p_to_mw[k], s_to[0], 1e-9, `active power at the far end of branch ${k}`);
      near(state.q_to_mvar[k], s_to[1], 1e-9, `reactive power at the far end of branch ${k}`);
      left_mw[from] -= s_from[0];
      left_mvar[from] -= s_from[1];
      left_mw[to] -= s_to[0];
      left_mvar[to] -= s_to[1];
    }
    for (const left of [...left_mw, ...left_mvar]) near(left, 0, 1e-6, 'power left over at a bus');
  });

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
    assert.ok(outcome.status === 'converged');
    const { energized, generation_mw, vm_pu } = outcome.state;
    const harbour = grid.busIndex.get('S1')!;
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

type Complex = readonly [re: number, im: number];

function polar(size: number, angle: number): Complex {
  return [size * Math.cos(angle), size * Math.sin(angle)];
}

function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
}
