import { strict as assert } from 'node:assert';
import { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid, type Grid } from '../../lib/grid';
import {
  CASE_STATUS,
  CASES_PER_RANGE,
  checkLoadCases,
  createLoadCaseResults,
  createPowerFlow,
  LoadCaseSolver,
  type LoadCases,
  nominalPoint,
} from '../../lib/powerflow';
import { near } from '../support/kirchhoff';
import { randomStream } from '../support/random';

/** Demand and generation around the nominal ones. */
function randomCases(grid: Grid, count: number): LoadCases {
  const random = randomStream(7);
  const { generation_mw } = nominalPoint(grid);
  const table = (row: Float64Array) =>
    Float64Array.from({ length: count * row.length }, (_, i) => row[i % row.length] * (0.5 + random()));
  return {
    count,
    demand_mw: table(grid.demand_mw),
    demand_mvar: table(grid.demand_mvar),
    generation_mw: table(generation_mw),
  };
}

describe('load cases', () => {
  it('equal power flows of their own, whatever their number', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const count = 2 * CASES_PER_RANGE + 5;
    const cases = randomCases(grid, count);
    const results = createLoadCaseResults(grid, count);
    const solver = new LoadCaseSolver(grid);
    // Backwards, so that no range rests on another.
    for (const range of [2, 1, 0]) solver.solve(cases, results, range);
    for (let row = 0; row < count; row++) {
      const point = nominalPoint(grid);
      const rowOf = (table: Float64Array, width: number) => table.slice(row * width, (row + 1) * width);
      point.demand_mw = rowOf(cases.demand_mw, grid.busCount);
      point.demand_mvar = rowOf(cases.demand_mvar, grid.busCount);
      point.generation_mw = rowOf(cases.generation_mw!, grid.generatorCount);
      const outcome = createPowerFlow(grid).solve(point, { start: 'flat' });
      assert.ok(outcome.status === 'converged');
      assert.equal(CASE_STATUS[results.status[row]], 'converged');
      const { state } = outcome;
      for (let bus = 0; bus < grid.busCount; bus++) {
        near(results.vm_pu[row * grid.busCount + bus], state.vm_pu[bus], 1e-8, `voltage in case ${row}`);
        near(results.va_rad[row * grid.busCount + bus], state.va_rad[bus], 1e-8, `angle in case ${row}`);
      }
      near(results.loss_mw[row], state.loss_mw, 1e-6, `losses in case ${row}`);
      const loading = Array.from(grid.rating_mva, (rating, k) => {
        const from = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
        return (100 * Math.max(from, Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]))) / rating;
      });
      near(results.loading_max_percent[row], Math.max(...loading), 1e-6, `loading in case ${row}`);
      near(loading[results.loading_max_branch[row]], Math.max(...loading), 1e-6, 'the most loaded branch');
    }
  });

  it('are no worse for one among them that has no solution or is not a number', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const good = randomCases(grid, 6);
    const bad = { ...good, demand_mw: good.demand_mw.slice() };
    bad.demand_mw[2 * grid.busCount + 5] = 1e5;
    bad.demand_mw[4 * grid.busCount + 5] = Number.NaN;
    const results = createLoadCaseResults(grid, 6);
    const expected = createLoadCaseResults(grid, 6);
    new LoadCaseSolver(grid).solve(bad, results, 0);
    new LoadCaseSolver(grid).solve(good, expected, 0);
    assert.deepEqual([...results.status], [0, 0, 2, 0, 2, 0]);
    for (const row of [2, 4]) {
      assert.ok(results.vm_pu.subarray(row * grid.busCount, (row + 1) * grid.busCount).every(Number.isNaN));
      assert.deepEqual([results.loss_mw[row], results.loading_max_branch[row]], [Number.NaN, -1]);
    }
    for (const row of [0, 1, 3, 5]) near(results.loss_mw[row], expected.loss_mw[row], 1e-6, `case ${row}`);
  });

  it('report what is without supply', () => {
    const network = builtinNetwork('ieee33');
    const branches = network.branches.map((b) => (b.id === 'L32' ? { ...b, closed: false } : b));
    const grid = compileGrid({ ...network, branches });
    const cases = { count: 1, demand_mw: grid.demand_mw, demand_mvar: grid.demand_mvar };
    const results = createLoadCaseResults(grid, 1);
    new LoadCaseSolver(grid).solve(cases, results, 0);
    assert.equal(CASE_STATUS[results.status[0]], 'islanded');
    // Bus 33 of Baran and Wu: 60 kW.
    near(results.unserved_mw[0], 0.06, 1e-12, 'demand without supply');
    assert.equal(results.vm_pu[32], 0);
  });

  it('are refused where a table has not the size, or there are too many of them', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const cases = randomCases(grid, 4);
    const results = createLoadCaseResults(grid, 4);
    const refused = (text: RegExp, check: () => void) =>
      assert.throws(
        check,
        (error: GridError) =>
          error instanceof GridError && error.code === 'INVALID_SETTING' && text.test(error.message),
      );
    refused(/cases.demand_mvar; got "3 values"/, () =>
      checkLoadCases(grid, { ...cases, demand_mvar: new Float64Array(3) }, results),
    );
    refused(/cases.generation_mw/, () =>
      checkLoadCases(grid, { ...cases, generation_mw: new Float64Array(1) }, results),
    );
    refused(/results.vm_pu/, () => checkLoadCases(grid, cases, { ...results, vm_pu: new Float64Array(9) }));
    refused(/cases.count; got 2.5/, () => checkLoadCases(grid, { ...cases, count: 2.5 }, results));
    refused(/MiB in all/, () => createLoadCaseResults(grid, 1e8));
    checkLoadCases(grid, cases, results);
  });
});
