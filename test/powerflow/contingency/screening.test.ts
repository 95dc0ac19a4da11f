import { strict as assert } from 'node:assert';
import { GridError } from '../../../lib/errors';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import {
  type Contingency,
  ContingencyScreening,
  createPowerFlow,
  describeContingency,
  nominalPoint,
  outagesOf,
  planScreening,
  rankContingencies,
  type ScreeningOptions,
  solveWithinReactiveLimits,
} from '../../../lib/powerflow';
import { near } from '../../support/kirchhoff';
import { randomNetwork } from '../../support/random-network';
import { referenceGrid } from '../reference-case';

function screen(grid: Grid, options: ScreeningOptions = {}): Contingency[] {
  const planned = planScreening(grid, options);
  assert.ok(planned.status === 'ready');
  const screening = new ContingencyScreening(grid, planned.shared, options);
  const records = screening.screen(0, screening.outages.length);
  return Array.from(records.branch, (_, i) => describeContingency(grid, records, i));
}

/** Each record against a power flow of its own, with a solver that has seen nothing else. */
function compareWithFreshSolves(grid: Grid, reactiveLimits = false): void {
  for (const record of screen(grid, { reactiveLimits })) {
    const point = nominalPoint(grid);
    point.live[record.index] = 0;
    const flow = createPowerFlow(grid);
    const options = { start: 'case' } as const;
    const outcome = reactiveLimits
      ? solveWithinReactiveLimits(grid, flow, point, options)
      : flow.solve(point, options);
    assert.equal(record.status, outcome.status, record.branch);
    if (outcome.status === 'not_converged') continue;
    const { state } = outcome;
    const { buses } = grid.network;
    const supplied = buses.map((_, bus) => bus).filter((bus) => state.energized[bus] === 1);
    const voltages = supplied.map((bus) => state.vm_pu[bus]);
    near(record.vm_min_pu!, Math.min(...voltages), 1e-8, `lowest voltage without ${record.branch}`);
    near(record.vm_max_pu!, Math.max(...voltages), 1e-8, `highest voltage without ${record.branch}`);
    near(state.vm_pu[grid.busIndex.get(record.vm_min_bus!)!], record.vm_min_pu!, 1e-8, 'where it is lowest');
    const beyond = supplied.filter((bus) => {
      const { vm_min_pu = 0, vm_max_pu = 9 } = buses[bus];
      return state.vm_pu[bus] < vm_min_pu - 1e-9 || state.vm_pu[bus] > vm_max_pu + 1e-9;
    });
    assert.equal(record.voltage_violations, beyond.length, record.branch);
    const loading = Array.from(grid.rating_mva, (rating, k) => {
      const from = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
      const to = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
      return rating === 0 ? 0 : (100 * Math.max(from, to)) / rating;
    });
    near(record.loading_max_percent ?? 0, Math.max(...loading), 1e-6, `loading without ${record.branch}`);
    assert.equal(record.overloads, loading.filter((percent) => percent > 100).length);
    near(record.unserved_mw, outcome.status === 'islanded' ? outcome.unserved_mw : 0, 1e-12, 'unserved');
  }
}

describe('contingency screening by AC', () => {
  it('equals a power flow of its own for every outage of the default grid', () => {
    compareWithFreshSolves(compileGrid(builtinNetwork('riverside')));
  });

  for (const name of ['case14', 'case118']) {
    it(`equals a power flow of its own for every outage of ${name}`, function () {
      compareWithFreshSolves(referenceGrid(this, name));
    });
  }

  it('equals a power flow of its own in random networks, within reactive limits as well', () => {
    for (let seed = 1; seed <= 15; seed++) {
      compareWithFreshSolves(compileGrid(randomNetwork(seed)));
      compareWithFreshSolves(compileGrid(randomNetwork(seed)), true);
    }
  });

  it('starts at the base case, and so needs fewer iterations than from a flat start', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    let flat = 0;
    for (const k of outagesOf(grid)) {
      const point = nominalPoint(grid);
      point.live[k] = 0;
      flat += createPowerFlow(grid).solve(point, { start: 'flat' }).iterations;
    }
    const fromBase = screen(grid).reduce((sum, { iterations }) => sum + iterations, 0);
    assert.ok(fromBase < flat, `${fromBase} iterations, ${flat} from a flat start`);
  });

  it('does not depend on the range that an outage is screened in', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const planned = planScreening(grid);
    assert.ok(planned.status === 'ready');
    const all = new ContingencyScreening(grid, planned.shared).screen(0, outagesOf(grid).length);
    const again = new ContingencyScreening(grid, planned.shared);
    for (let i = all.branch.length - 1; i >= 0; i--)
      assert.deepEqual(
        describeContingency(grid, again.screen(i, i + 1), 0),
        describeContingency(grid, all, i),
      );
  });

  it('finds that each line of a radial feeder loses exactly the load beyond it', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const records = screen(grid);
    assert.equal(records.length, 32);
    for (const record of records) {
      const { lost_mw, lost_buses } = beyond(grid, record.index);
      near(record.lost_mw, lost_mw, 1e-12, `load beyond ${record.branch}`);
      assert.equal(record.lost_buses, lost_buses);
      assert.equal(record.unserved_mw, record.lost_mw);
      assert.equal(record.status, 'islanded');
      assert.equal(record.islands, 1);
    }
    // The feeder's head line supplies all of it (Baran and Wu 1989: 3,715 kW).
    near(records[0].lost_mw, 3.715, 1e-9, 'demand of the feeder');
  });

  it('tells a part that a generator goes on supplying from one that goes dark', () => {
    const network = builtinNetwork('riverside');
    const line = { name: '', kind: 'line' as const, r_pu: 0.01, x_pu: 0.05, closed: true };
    const grid = compileGrid({
      ...network,
      buses: ['A', 'B', 'C', 'D'].map((id) => ({ id, name: '' })),
      generators: [
        { id: 'g', bus: 'A', p_mw: 0, vm_pu: 1, slack: true },
        { id: 'h', bus: 'C', p_mw: 10, vm_pu: 1 },
      ],
      loads: ['A', 'B', 'C', 'D'].map((bus) => ({ id: bus, bus, p_mw: 8, q_mvar: 1 })),
      branches: [
        { ...line, id: 'ab', from: 'A', to: 'B' },
        { ...line, id: 'bc', from: 'B', to: 'C' },
        { ...line, id: 'cd', from: 'C', to: 'D' },
        { ...line, id: 'ab2', from: 'A', to: 'B' },
      ],
    });
    const found = screen(grid).map(({ branch, status, islands, lost_mw, lost_buses }) => ({
      branch,
      status,
      islands,
      lost_mw,
      lost_buses,
    }));
    assert.deepEqual(found, [
      { branch: 'ab', status: 'converged', islands: 1, lost_mw: 0, lost_buses: 0 },
      { branch: 'bc', status: 'converged', islands: 2, lost_mw: 0, lost_buses: 0 },
      { branch: 'cd', status: 'islanded', islands: 1, lost_mw: 8, lost_buses: 1 },
      { branch: 'ab2', status: 'converged', islands: 1, lost_mw: 0, lost_buses: 0 },
    ]);
  });

  it('reports an outage without a solution, and a base case without one', () => {
    const network = builtinNetwork('riverside');
    const line = { name: '', kind: 'line' as const, r_pu: 0.02, from: 'A', to: 'B', closed: true };
    const grid = compileGrid({
      ...network,
      buses: ['A', 'B', 'C'].map((id) => ({ id, name: '' })),
      generators: [{ id: 'g', bus: 'A', p_mw: 0, vm_pu: 1, slack: true }],
      loads: [{ id: 'd', bus: 'B', p_mw: 2 * network.base_mva, q_mvar: 0 }],
      // Line b alone carries at most 1/(2·0.9) per unit or so.
      branches: [
        { ...line, id: 'a', x_pu: 0.05, rating_mva: 300 },
        { ...line, id: 'b', x_pu: 0.9 },
        { ...line, id: 'c', to: 'C', x_pu: 0.1 },
      ],
    });
    for (const method of ['ac', 'dc'] as const) {
      const [a, b, c] = screen(grid, { method });
      assert.deepEqual([a.status, b.status, c.status], ['not_converged', 'converged', 'islanded']);
      const unknown = [a.loading_max_percent, a.overloads, a.vm_min_pu, a.vm_max_bus, a.voltage_violations];
      assert.deepEqual(unknown, [null, null, null, null, null]);
      assert.deepEqual([a.method, a.islands, a.lost_buses, c.lost_buses], ['ac', 1, 0, 1]);
    }
    const point = nominalPoint(grid);
    point.demand_mw[1] *= 100;
    assert.equal(planScreening(grid, { point }).status, 'not_converged');
  });

  it('refuses margins below 0', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    for (const options of [{ loadingMargin_percent: -1 }, { voltageMargin_pu: Number.NaN }])
      assert.throws(
        () => planScreening(grid, options),
        (error: GridError) => error instanceof GridError && error.code === 'INVALID_SETTING',
      );
  });
});

describe('contingency screening by distribution factors', () => {
  it('solves by AC what matters in case118, and estimates the rest closely', function () {
    const grid = rated(referenceGrid(this, 'case118'));
    const ac = screen(grid);
    const dc = screen(grid, { method: 'dc' });
    const byAc = dc.filter(({ method }) => method === 'ac');
    assert.ok(byAc.length > 0 && byAc.length < dc.length, `${byAc.length} of ${dc.length} by AC`);
    const errors: number[] = [];
    for (const [i, record] of dc.entries()) {
      const exact = { ...ac[i], dc_loading_max_percent: record.dc_loading_max_percent };
      if (record.method === 'ac') {
        assert.deepEqual(record, exact);
        continue;
      }
      assert.equal(exact.status, 'converged', record.branch);
      assert.deepEqual([exact.overloads, record.overloads], [0, 0], record.branch);
      assert.deepEqual([record.vm_min_pu, record.voltage_violations], [null, null]);
      assert.deepEqual([record.lost_mw, record.islands], [0, exact.islands]);
      errors.push(Math.abs(record.loading_max_percent! - exact.loading_max_percent!));
    }
    errors.sort((a, b) => a - b);
    near(errors[errors.length >> 1], 0, 0.5, 'median error of the estimate, percent');
    near(errors[Math.floor(0.9 * errors.length)], 0, 5, 'error that nine tenths keep below, percent');
  });

  it('leaves to AC what is out at a bus whose voltage nothing holds and is near its band', () => {
    const network = builtinNetwork('ieee33');
    // All ties closed: no bridge but the head.
    const branches = network.branches.map((branch) => ({ ...branch, closed: true, rating_mva: 50 }));
    const buses = network.buses.map((bus, k) => ({ ...bus, vm_max_pu: 2, vm_min_pu: k === 21 ? 0.9 : 0.5 }));
    const grid = compileGrid({ ...network, buses, branches });
    const byAc = (voltageMargin_pu: number) =>
      screen(grid, { method: 'dc', voltageMargin_pu }).filter(({ method }) => method === 'ac');
    assert.deepEqual(
      byAc(0).map(({ branch }) => branch),
      ['L1'],
    );
    assert.deepEqual(
      byAc(0.2).map(({ branch }) => branch),
      ['L1', 'L21', 'L35'],
    );
  });

  it('leaves to AC all that a margin of 100 percent covers, and names a branch without reactance', () => {
    const network = builtinNetwork('riverside');
    const all = screen(compileGrid(network), { method: 'dc', loadingMargin_percent: 100 });
    assert.ok(all.every(({ method }) => method === 'ac'));
    const branches = network.branches.map((b) => (b.id === 'L2' ? { ...b, r_pu: 0.1, x_pu: 0 } : b));
    assert.throws(() => screen(compileGrid({ ...network, branches }), { method: 'dc' }), /"L2".x_pu/);
  });
});

/** Ratings where a case has none: a fifth beyond what its branches carry, so that outages overload some. */
function rated(grid: Grid): Grid {
  const outcome = createPowerFlow(grid).solve(nominalPoint(grid), { start: 'case' });
  assert.ok(outcome.status === 'converged');
  const { p_from_mw, q_from_mvar, p_to_mw, q_to_mvar } = outcome.state;
  return compileGrid({
    ...grid.network,
    branches: grid.network.branches.map((branch, k) => {
      const from = Math.hypot(p_from_mw[k], q_from_mvar[k]);
      const to = Math.hypot(p_to_mw[k], q_to_mvar[k]);
      return { ...branch, rating_mva: 20 + 1.4 * Math.max(from, to) };
    }),
  });
}

/** Demand and buses that only branch `out` connects to the feeder's head, by walking outwards. */
function beyond(grid: Grid, out: number): { lost_mw: number; lost_buses: number } {
  const reached = new Set([0]);
  for (const bus of reached) {
    for (const [k, { closed }] of grid.network.branches.entries()) {
      if (!closed || k === out) continue;
      if (grid.from[k] === bus) reached.add(grid.to[k]);
      if (grid.to[k] === bus) reached.add(grid.from[k]);
    }
  }
  const lost = [...grid.demand_mw.keys()].filter((bus) => !reached.has(bus));
  return { lost_mw: lost.reduce((sum, bus) => sum + grid.demand_mw[bus], 0), lost_buses: lost.length };
}

describe('ranking of contingencies', () => {
  it('puts what has no solution first, then lost load, then loading', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const planned = planScreening(grid);
    assert.ok(planned.status === 'ready');
    const records = new ContingencyScreening(grid, planned.shared).screen(0, 6);
    records.status.set([0, 2, 0, 1, 0, 0]);
    records.lost_mw.set([0, 0, 0, 5, 0, 0]);
    records.loading_max_percent.set([80, Number.NaN, 120, 10, 80, Number.NaN]);
    assert.deepEqual([...rankContingencies(records)], [1, 3, 2, 0, 4, 5]);
  });
});
