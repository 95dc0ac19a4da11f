import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtinNetwork } from '../../lib/grid';
import type { ReconfigurationOutcome, ReconfigurationProgress } from '../../lib/paths';
import { WorkerPool } from '../../lib/workers';
import { run, runJson } from './run';

interface Report {
  meshed: boolean;
  initial_loss_kw: number;
  loss_kw: number;
  risk_kw: number;
  open: number[];
  proof: string;
  gap_percent: number | null;
  power_flows: number;
  elapsed_ms: number;
  vm_min_pu: number;
  switching: { open: number | null; close: number | null }[];
}

describe('gridloom reconfigure', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-reconfigure-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('reaches the losses of Baran and Wu, in kW and rows from 1', async () => {
    for (const method of ['auto', 'exact', 'exchange']) {
      const report = await runJson<Report>('reconfigure', 'builtin:ieee33', '--method', method);
      assert.ok(Math.abs(report.initial_loss_kw - 202.677) < 1e-3);
      assert.ok(Math.abs(report.loss_kw - 139.551) < 1e-3);
      assert.deepEqual(report.open, [7, 9, 14, 32, 37]);
      assert.deepEqual(report.switching.map(({ close }) => close).sort(), [33, 34, 35, 36]);
      assert.equal(report.proof, method === 'exchange' ? 'bound' : 'enumerated');
      assert.ok(report.power_flows > 0 && report.elapsed_ms > 0 && report.vm_min_pu > 0.93);
    }
  });

  it('tells people the same, and the losses after each step', async () => {
    const { code, out } = await run('reconfigure', 'builtin:ieee33');
    assert.equal(code, 0);
    assert.match(out, /the best of all 50751 radial configurations/);
    assert.match(out, /8 +open L\d+ \(row \d+\): 139\.551 kW/);
  });

  it('takes a risk file, and locks', async () => {
    const file = path.join(folder, 'risk.json');
    writeFileSync(file, JSON.stringify({ grid_id: 'ieee33', edges: { L28: 0.5 } }));
    const without = await runJson<Report>(
      'reconfigure',
      'builtin:ieee33',
      '--risk',
      file,
      '--risk-weight',
      '0',
    );
    const weighed = await runJson<Report>(
      'reconfigure',
      'builtin:ieee33',
      '--risk',
      file,
      '--risk-weight',
      '1',
    );
    assert.ok(weighed.risk_kw < without.risk_kw && weighed.loss_kw > without.loss_kw);
    const locked = await runJson<Report>('reconfigure', 'builtin:ieee33', '--lock', '7,9:closed');
    assert.ok(!locked.open.includes(7) && !locked.open.includes(9));
  });

  it('takes how often switches may still move', async () => {
    const file = path.join(folder, 'operations.json');
    writeFileSync(file, JSON.stringify({ grid_id: 'ieee33', edges: { L7: 0, L9: 2 } }));
    const report = await runJson<Report>('reconfigure', 'builtin:ieee33', '--operations-left', file);
    assert.ok(!report.open.includes(7) && report.open.includes(9));
    writeFileSync(file, JSON.stringify({ edges: { L7: -1 } }));
    const { code, out, notes } = await run('reconfigure', 'builtin:ieee33', '--operations-left', file);
    assert.deepEqual([code, out, notes.length], [2, '', 1]);
    assert.match(notes[0], /"L7"; got "?-1"?; allowed: a whole number from 0/);
  });

  it('lets loops stay closed where that is asked for', async () => {
    const report = await runJson<Report>('reconfigure', 'builtin:riverside', '--meshed');
    assert.deepEqual([report.meshed, report.proof, report.open], [true, 'enumerated', []]);
    assert.deepEqual(report.switching, [
      { open: null, close: 11 },
      { open: null, close: 12 },
    ]);
    const { out } = await run('reconfigure', 'builtin:riverside', '--meshed');
    assert.match(out, /the best of all 812 configurations that supply all/);
  });

  it('refuses what it cannot do, in one line', async () => {
    const file = path.join(folder, 'other.json');
    writeFileSync(file, JSON.stringify([{ id: 'nowhere', failure_probability: 0.1 }]));
    for (const [words, said] of [
      [['--method', 'oracle'], /oracle/],
      [['--time-limit', '-1'], /--time-limit; got "-1"; allowed: a number from 0/],
      [['--risk', file], /"nowhere"/],
      [['--risk-weight', '1'], /--risk FILE/],
      [['--risk', path.join(folder, 'absent.json')], /absent\.json/],
      [['--lock', '7:open,7:closed'], /open and closed/],
      [['--lock', '99'], /lock/],
    ] as [string[], RegExp][]) {
      const { code, out, notes } = await run('reconfigure', 'builtin:ieee33', ...words);
      assert.deepEqual([code, out, notes.length], [2, '', 1], words.join(' '));
      assert.match(notes[0], said);
    }
  });

  it('answers a time limit of zero, with the reason on standard error', async () => {
    const { code, out, notes } = await run('reconfigure', 'builtin:ieee33', '--time-limit', '0', '--json');
    const report = JSON.parse(out) as Report;
    assert.deepEqual([code, report.open, report.switching], [0, [33, 34, 35, 36, 37], []]);
    assert.match(notes[0], /time limit of zero/);
  });

  it('runs in a worker thread, ends at its time limit and reports on the way', async () => {
    const pool = new WorkerPool();
    try {
      const reports: ReconfigurationProgress[] = [];
      const network = builtinNetwork('ieee69');
      const session = await pool.open(
        'reconfigurer',
        { network },
        { dedicated: true, onProgress: (report) => void reports.push(report as ReconfigurationProgress) },
      );
      const outcome: ReconfigurationOutcome = await session.call('reconfigure', { method: 'exchange' });
      assert.ok(Math.abs(1000 * outcome.final!.loss_mw - 98.605) < 1e-2);
      const ended = await session.call('reconfigure', { time_limit_s: 0 });
      assert.equal(ended.ended, 'time_limit');
      await session.close();
    } finally {
      await pool.close();
    }
  });
});
