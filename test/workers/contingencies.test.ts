import { strict as assert } from 'node:assert';
import { GridError } from '../../lib/errors';
import { compileGrid, generateNetwork } from '../../lib/grid';
import { nominalPoint } from '../../lib/powerflow';
import { MOST_THREADS, screenContingencies, WorkerPool } from '../../lib/workers';
import { referenceGrid } from '../powerflow/reference-case';
import { sameBits } from '../support/same-bits';

describe('contingencies over threads', () => {
  const network = generateNetwork({ num_nodes: 60, num_generators: 6, seed: 3 });
  let pool: WorkerPool;
  beforeEach(() => {
    pool = new WorkerPool();
  });
  afterEach(async () => {
    await pool.close();
  });

  for (const method of ['ac', 'dc'] as const) {
    it(`have the same figures, bit for bit, whatever the number of threads (${method})`, async function () {
      const { network } = referenceGrid(this, 'case118');
      const [here, one, two, three] = await Promise.all(
        [0, 1, 2, 3].map((threads) => screenContingencies(network, { method, threads, pool })),
      );
      assert.ok(here.status === 'screened' && here.records.branch.length === 186);
      for (const other of [one, two, three]) {
        assert.ok(other.status === 'screened');
        sameBits(other.records, here.records, 'records');
        sameBits(other.base, here.base, 'base case');
      }
    });
  }

  it('take reactive limits and an operating point along', async () => {
    const generators = network.generators.map((g) => ({ ...g, q_min_mvar: -1, q_max_mvar: 1 }));
    const narrow = { ...network, generators };
    const point = nominalPoint(compileGrid(narrow));
    const open = network.branches.findIndex(({ closed }) => closed);
    point.live[open] = 0;
    const options = { point, reactiveLimits: true, start: 'flat' } as const;
    const [here, there] = await Promise.all(
      [1, 2].map((threads) => screenContingencies(narrow, { ...options, threads, pool })),
    );
    assert.ok(here.status === 'screened' && there.status === 'screened');
    sameBits(there.records, here.records, 'records');
    const free = await screenContingencies(narrow, { point, threads: 1 });
    assert.ok(free.status === 'screened');
    assert.notDeepEqual(free.records.vm_min_pu, here.records.vm_min_pu, 'limits that bind');
    assert.ok(!here.records.branch.includes(open), 'a branch that is open has no outage');
  });

  it('say so where the base case has no solution, from a thread too', async () => {
    const heavy = { ...network, loads: network.loads.map((load) => ({ ...load, p_mw: 1e5 })) };
    for (const threads of [1, 2]) {
      const result = await screenContingencies(heavy, { threads, pool });
      assert.equal(result.status, 'not_converged');
    }
  });

  it('end where they are when they are cancelled, in threads and here', async () => {
    for (const threads of [1, 2]) {
      const control = new AbortController();
      const screening = screenContingencies(network, { threads, pool, signal: control.signal });
      const reason = new Error('no longer wanted');
      setImmediate(() => control.abort(reason));
      await assert.rejects(screening, reason);
      await assert.rejects(screenContingencies(network, { threads, pool, signal: control.signal }), reason);
    }
  });

  it('end in the midst of what the threads compute', async () => {
    const control = new AbortController();
    const { signal } = control;
    const reason = new Error('no longer wanted');
    const listen = signal.addEventListener.bind(signal);
    // The sessions are open once the screening listens, and the first of them is at work a moment later.
    signal.addEventListener = (...args: Parameters<typeof listen>) => {
      listen(...args);
      queueMicrotask(() => control.abort(reason));
    };
    await assert.rejects(screenContingencies(network, { threads: 2, pool, signal }), reason);
  });

  it('fail with WORKER_FAILED when a thread dies, and work again afterwards', async () => {
    const screening = screenContingencies(network, { threads: 2, pool });
    setImmediate(() => void pool.close());
    await assert.rejects(
      screening,
      (error: GridError) => error instanceof GridError && error.code === 'WORKER_FAILED',
    );
    assert.equal((await screenContingencies(network, { threads: 2, pool })).status, 'screened');
  });

  it('refuse a bad number of threads, margin, network, and a branch that the DC model has no place for', async () => {
    const rejects = (code: string, text: RegExp, screening: Promise<unknown>) =>
      assert.rejects(
        screening,
        (error: GridError) => error instanceof GridError && error.code === code && text.test(error.message),
      );
    for (const threads of [-1, 1.5, MOST_THREADS + 1, Number.NaN])
      await rejects('INVALID_SETTING', /threads/, screenContingencies(network, { threads, pool }));
    const options = { threads: 2, pool, method: 'dc' } as const;
    const margin = { ...options, loadingMargin_percent: -5 };
    await rejects('INVALID_SETTING', /loadingMargin_percent/, screenContingencies(network, margin));
    const slackless = { ...network, generators: [] };
    await rejects('INVALID_NETWORK', /generators/, screenContingencies(slackless, options));
    const branches = network.branches.map((branch, k) =>
      k === 0 ? { ...branch, r_pu: 0.01, x_pu: 0, closed: true } : branch,
    );
    await rejects('INVALID_NETWORK', /x_pu/, screenContingencies({ ...network, branches }, options));
  });
});
