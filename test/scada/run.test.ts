import { strict as assert } from 'node:assert';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Run, type RunOptions } from '../../lib/scada';

describe('a run', () => {
  let folder: string;
  let now_s: number;
  let ids: number;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    now_s = 1e9;
    ids = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (options: Partial<RunOptions> = {}): Promise<Run> =>
    Run.open({
      file: path.join(folder, 'run.state'),
      newId: () => `run ${++ids}`,
      now_s: () => now_s,
      interval_s: 3,
      start_s: undefined,
      onFault: assert.ifError,
      ...options,
    });
  const state = async (): Promise<Uint8Array> => Uint8Array.of(1, 2, 3);

  it('counts on without a gap where it was closed', async () => {
    const run = await open();
    for (let k = 1; k <= 5; k++) assert.equal(await run.next(state), k);
    run.skipped = 2;
    await run.close(state);
    const again = await open();
    assert.deepEqual([again.id, again.sequence, again.skipped], [run.id, 5, 2]);
    assert.deepEqual(again.state && [...again.state], [1, 2, 3]);
    await again.close(undefined);
    assert.equal((await open()).sequence, 5, 'though nothing was told in between');
  });

  it('gives no number twice, wherever the process ends', async () => {
    const file = path.join(folder, 'run.state');
    const run = await open();
    await run.next(state);
    await run.close(state);
    // What is on the disk at a moment is what a process that is killed then leaves behind.
    let told = 1;
    for (let kill = 0; kill < 20; kill++) {
      const running = await open();
      for (let k = 0; k <= 30 * kill; k++) {
        const next = await running.next(state);
        assert.ok(next > told, `${next} after ${told}`);
        told = next;
      }
      copyFileSync(file, `${file}.left`);
      await running.close(state);
      copyFileSync(`${file}.left`, file);
    }
  });

  it('leaves room for what was told while the disk was full', async () => {
    const run = await open();
    await run.next(state);
    run.save(state, true);
    await run.next(state);
    const left = path.join(folder, 'left');
    while (!(await open()).kept || (await open()).sequence === 0) await new Promise(setImmediate);
    copyFileSync(path.join(folder, 'run.state'), left);
    await run.close(state);
    copyFileSync(left, path.join(folder, 'run.state'));
    now_s += 3000;
    assert.ok((await open()).sequence >= 1001);
  });

  it('is another where simulated time begins elsewhere, or nothing is kept', async () => {
    const run = await open();
    await run.next(state);
    await run.close(state);
    assert.notEqual((await open({ start_s: 5 })).id, run.id);
    assert.notEqual((await open({ file: undefined })).id, run.id);
    assert.equal((await open()).id, run.id);
  });
});
