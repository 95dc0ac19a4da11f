import { strict as assert } from 'node:assert';
import { GridError } from '../../lib/errors';
import { compileGrid, generateNetwork } from '../../lib/grid';
import { createLoadCaseResults, LoadCaseSolver, type LoadCases } from '../../lib/powerflow';
import { solveLoadCases, WorkerPool } from '../../lib/workers';
import { randomStream } from '../support/random';
import { sameBits } from '../support/same-bits';

describe('load cases over threads', () => {
  const network = generateNetwork({ num_nodes: 60, num_generators: 6, seed: 3 });
  const grid = compileGrid(network);
  const count = 300;
  const random = randomStream(5);
  const table = (row: Float64Array) =>
    Float64Array.from({ length: count * row.length }, (_, i) => row[i % row.length] * (0.6 + 0.5 * random()));
  const cases: LoadCases = {
    count,
    demand_mw: table(grid.demand_mw),
    demand_mvar: table(grid.demand_mvar),
  };
  let pool: WorkerPool;
  beforeEach(() => {
    pool = new WorkerPool();
  });
  afterEach(async () => {
    await pool.close();
  });

  it('have the same figures, bit for bit, whatever the number of threads', async () => {
    const expected = createLoadCaseResults(grid, count);
    const solver = new LoadCaseSolver(grid);
    for (let range = 0; range < 5; range++) solver.solve(cases, expected, range);
    assert.ok(expected.status.every((status) => status === 0));
    for (const threads of [1, 2, 3]) {
      const results = createLoadCaseResults(grid, count);
      assert.equal(await solveLoadCases(network, cases, { threads, pool, results }), results);
      sameBits(results, expected, `${threads} threads`);
    }
    sameBits(await solveLoadCases(network, cases, { threads: 2, pool }), expected, 'results of its own');
  });

  it('end when they are cancelled, in threads and here', async () => {
    for (const threads of [1, 2]) {
      const control = new AbortController();
      const solving = solveLoadCases(network, cases, { threads, pool, signal: control.signal });
      const reason = new Error('no longer wanted');
      setImmediate(() => control.abort(reason));
      await assert.rejects(solving, reason);
    }
  });

  it('fail with WORKER_FAILED when a thread dies', async () => {
    const solving = solveLoadCases(network, cases, { threads: 2, pool });
    setImmediate(() => void pool.close());
    await assert.rejects(
      solving,
      (error: GridError) => error instanceof GridError && error.code === 'WORKER_FAILED',
    );
  });

  it('refuse results that threads cannot share, and take them here', async () => {
    const shared = createLoadCaseResults(grid, count);
    const results = { ...shared, loss_mw: new Float64Array(count) };
    await assert.rejects(
      solveLoadCases(network, cases, { threads: 2, pool, results }),
      (error: GridError) => error.code === 'INVALID_SETTING' && error.fault.at === 'results.loss_mw',
    );
    await solveLoadCases(network, cases, { threads: 1, results });
    assert.ok(results.loss_mw.every((loss_mw) => loss_mw > 0));
  });
});
