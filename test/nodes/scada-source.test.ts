import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Network, Snapshot } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';
import { sharedPool } from '../../lib/workers';
import type { ScadaSimSettings } from '../../nodes/scada-sim/settings';
import { Source } from '../../nodes/scada-sim/source';

const SETTINGS: ScadaSimSettings = {
  interval_s: 3600,
  seed: 1,
  loadShapeFile: '',
  time_step_s: undefined,
  start_s: undefined,
  site: { latitude_degree: 50, longitude_degree: 0 },
  weatherFile: '',
  pv_percent: 0,
  acceleration: 1,
  scenario: '',
};

describe('simulated source', () => {
  const pool = sharedPool();
  const { open } = pool;
  const openReally = open.bind(pool) as (...args: unknown[]) => Promise<{ close(): Promise<void> }>;
  let opened = 0;
  let closed = 0;
  let errors: string[];
  let snapshots: Snapshot[];
  let now_s: number;
  beforeEach(() => {
    opened = 0;
    closed = 0;
    errors = [];
    snapshots = [];
    now_s = Date.UTC(2026, 0, 31) / 1000;
    pool.open = async (...args: unknown[]) => {
      opened++;
      const session = await openReally(...args);
      const close = (): Promise<void> => {
        closed++;
        return session.close();
      };
      return { ...session, close } as never;
    };
  });
  afterEach(() => {
    pool.open = open;
  });

  function sourceOf(network: Network, settings: Partial<ScadaSimSettings> = {}, file?: string): Source {
    return new Source({
      settings: { ...SETTINGS, ...settings },
      network: Promise.resolve(network),
      newRunId: () => 'test',
      file,
      onNotice: (error) => void errors.push(error.message),
      now_s: () => now_s,
      onSnapshot: (snapshot) => void snapshots.push(snapshot),
      onError: (error) => void errors.push((error as Error).message),
    });
  }

  it('keeps its one session while the flow has no solution, and says so once', async () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.generators[1]!.vm_pu = 1e6;
    const source = sourceOf(network);
    for (let tick = 0; tick < 3; tick++) await source.command({ command: 'step' });
    await source.close();
    assert.equal(errors.length, 1);
    assert.match(errors[0]!, /The power flow has no solution/);
    assert.deepEqual([opened, closed], [1, 1]);
  });

  it('opens no session when it is closed during a tick that another should follow', async () => {
    const source = sourceOf(builtinNetwork('riverside'));
    source.start();
    while (snapshots.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const command = source.command({ command: 'restore' });
    const step = source.command({ command: 'step' });
    await command;
    await source.close();
    await step;
    await source.command({ command: 'step' });
    assert.deepEqual([opened, closed], [1, 1]);
  });

  it('counts on where the clock is put forward and back an hour, also over a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    const file = path.join(folder, 'run.state');
    try {
      for (const shift_s of [0, 3600, -3600, -3600, 3600]) {
        now_s += shift_s;
        const source = sourceOf(builtinNetwork('riverside'), { acceleration: 1e5 }, file);
        for (let tick = 0; tick < 3; tick++) {
          now_s += tick === 1 ? shift_s : 3;
          await source.command({ command: 'step' });
        }
        await source.close();
      }
      assert.deepEqual(
        snapshots.map(({ sequence }) => sequence),
        snapshots.map((_, k) => k + 1),
      );
      assert.equal(snapshots.length, 15);
      assert.deepEqual(errors, []);
      for (const [k, { edges }] of snapshots.entries()) {
        for (const [row, { age_years }] of edges.entries()) {
          assert.ok(k === 0 || age_years >= snapshots[k - 1].edges[row].age_years, 'nothing grows younger');
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('begins at the start time and goes as the clock does, where no step is set', async () => {
    const source = sourceOf(builtinNetwork('riverside'), { start_s: Date.UTC(2025, 5, 1) / 1000 });
    await source.command({ command: 'step' });
    now_s += 5;
    await source.command({ command: 'step' });
    await source.close();
    assert.deepEqual(
      snapshots.map(({ timestamp }) => timestamp),
      ['2025-06-01T00:00:00.000Z', '2025-06-01T00:00:05.000Z'],
    );
  });
});
