import { strict as assert } from 'node:assert';
import { GridError } from '../lib/errors';
import { builtinNetwork } from '../lib/grid';
import { builtinShapes } from '../lib/scada';
import { WorkerPool } from '../lib/workers';

describe('worker pool', () => {
  const init = { network: builtinNetwork('riverside'), seed: 1, shapes: builtinShapes() };
  let pool: WorkerPool;
  beforeEach(() => {
    pool = new WorkerPool();
  });
  afterEach(async () => {
    await pool.close();
  });

  it('answers the calls of a session in their order', async () => {
    const session = await pool.open('simulator', init);
    const ticks = await Promise.all([0, 3, 6, 9].map((t) => session.call('tick', 1.8e9 + t)));
    assert.deepEqual(
      ticks.map(({ time_s }) => time_s - 1.8e9),
      [0, 3, 6, 9],
    );
  });

  it('brings an error over with its code and where', async () => {
    const session = await pool.open('simulator', init);
    await assert.rejects(
      session.call('command', { command: 'inject_fault', edge: 'L99' }),
      (error: GridError) =>
        error instanceof GridError && error.code === 'UNKNOWN_ELEMENT' && error.fault.at === 'command.edge',
    );
    assert.equal((await session.call('tick', 0)).vm_pu.length, 8, 'the session goes on');
  });

  it('refuses what cannot be opened', async () => {
    const network = { ...init.network, generators: [] };
    await assert.rejects(pool.open('simulator', { ...init, network }), /generators; got "none"/);
  });

  it('closes sessions that share a thread all at once', async () => {
    const sessions = await Promise.all([1, 2, 3, 4].map((seed) => pool.open('simulator', { ...init, seed })));
    await Promise.all(sessions.map((session) => session.close()));
    await Promise.all(sessions.map((session) => session.close()));
    await assert.rejects(sessions[0].call('tick', 0), /WORKER|thread has ended|session 1 is closed/);
  });

  it('rejects what a thread was computing when it is ended', async () => {
    const session = await pool.open('simulator', init);
    const call = session.call('tick', 0);
    await Promise.all([
      assert.rejects(call, (error: GridError) => error.code === 'WORKER_FAILED'),
      pool.close(),
    ]);
  });
});
