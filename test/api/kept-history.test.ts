import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeptHistory } from '../../lib/api';
import { GridStore } from '../../lib/api/store';
import type { GridError } from '../../lib/errors';
import { optimizedSnapshot, reoptimized } from './sample';

describe('the kept history', () => {
  let folder: string;
  let faults: GridError[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    faults = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (limit = 50): Promise<KeptHistory> =>
    KeptHistory.open(folder, limit, (error) => faults.push(error));
  const storeOf = (kept: KeptHistory, historyLimit = 50): GridStore =>
    new GridStore({
      historyLimit,
      now: () => 0,
      instance: 'x',
      keep: (tick, alarms) => kept.add(tick, alarms),
    });
  const historyOf = (store: GridStore) => store.tick.memory.history.entries();

  it('is what the store had, with what it counted, after it is opened again', async () => {
    const kept = await open();
    const store = storeOf(kept);
    for (let sequence = 1; sequence <= 70; sequence++)
      store.accept(optimizedSnapshot(sequence, { run_id: 'a' }));
    await kept.close();

    const again = await open();
    const ticks = await again.read();
    const resumed = storeOf(again);
    resumed.recall(ticks);
    const next = optimizedSnapshot(71, { run_id: 'a' });
    resumed.accept(next);
    store.accept(next);
    assert.deepEqual(historyOf(resumed), historyOf(store));
    assert.equal(historyOf(resumed).length, 50);
    assert.deepEqual(resumed.tick.memory.totals, store.tick.memory.totals);
    assert.deepEqual([resumed.tick.memory.totals.ticks, resumed.tick.memory.totals.runs], [71, 1]);
    resumed.accept(optimizedSnapshot(1, { run_id: 'b' }));
    assert.equal(resumed.tick.memory.totals.runs, 2);
    await again.close();
    assert.deepEqual(faults, []);
  });

  it('has the alarms that stood, and what had changed', async () => {
    const kept = await open();
    const store = storeOf(kept);
    const snapshot = (sequence: number, failure_probability: number) => {
      const one = optimizedSnapshot(sequence, { run_id: 'a' });
      one.edges[2].risk!.failure_probability = failure_probability;
      return one;
    };
    for (const [k, probability] of [0.1, 0.6, 0.1, 0.7].entries()) store.accept(snapshot(k + 1, probability));
    await kept.close();
    const again = await open();
    const resumed = storeOf(again);
    resumed.recall(await again.read(), await again.readAlarms());
    resumed.accept(snapshot(5, 0.47));
    assert.deepEqual(resumed.tick.memory.alarms.active, store.tick.memory.alarms.active);
    assert.deepEqual(resumed.tick.memory.alarms.history, store.tick.memory.alarms.history);
    resumed.accept(snapshot(6, 0.4));
    assert.deepEqual(resumed.tick.memory.alarms.active, []);
    await again.close();
  });

  it('has a tick that was optimised again once, with its last figures', async () => {
    const kept = await open();
    const store = storeOf(kept);
    const first = optimizedSnapshot(1, { run_id: 'a' });
    store.accept(first);
    store.accept(reoptimized(first, 1));
    await kept.close();
    const again = await open();
    const ticks = await again.read();
    assert.deepEqual(
      ticks.map(({ point }) => point.reward),
      [-0.5],
    );
    assert.equal(ticks[0].totals.reoptimizations, 1);
    await again.close();
  });

  it('goes on with what is whole where a part is damaged', async () => {
    const kept = await open();
    const store = storeOf(kept);
    for (let sequence = 1; sequence <= 20; sequence++)
      store.accept(optimizedSnapshot(sequence, { run_id: 'a' }));
    await kept.close();
    const [segment] = readdirSync(path.join(folder, 'history'));
    const file = path.join(folder, 'history', segment);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 10));
    const again = await open();
    assert.equal((await again.read()).length, 19);
    await again.close();
  });
});
