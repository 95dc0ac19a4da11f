import { strict as assert } from 'node:assert';
import type { Restoration } from '../../lib/paths';
import { run, runJson } from './run';

type Report = Restoration & { network: string; trip: string[]; elapsed_ms: number };

describe('gridloom restore', () => {
  it('gives the plan with the figures of every step', async () => {
    const report = await runJson<Report>('restore', 'builtin:ieee33', '--trip', 'L22');
    assert.deepEqual([report.network, report.trip, report.status], ['ieee33', ['L22'], 'partly']);
    assert.deepEqual(
      report.operations.map(({ operation, branch }) => `${operation} ${branch}`),
      ['open L22', 'open L23', 'close L35', 'open L7', 'close L37'],
    );
    assert.equal(report.steps[4].loss_mw, report.loss_mw);
    assert.ok(report.vm_min_pu >= 0.9 && report.elapsed_ms >= 0);
    assert.ok(Math.abs(report.lost_mw - 0.93) < 1e-9 && Math.abs(report.served_mw - 0.84) < 1e-9);
    assert.deepEqual(
      report.unserved.map(({ bus }) => bus),
      ['B23'],
    );
  });

  it('takes several branches, and tells people what is served and what is not', async () => {
    const both = await runJson<Report>('restore', 'builtin:riverside', '--trip', 'L1, L6');
    assert.deepEqual([both.status, both.max_operations], ['restored', 6]);
    const { out } = await run('restore', 'builtin:ieee33', '--trip', 'L22');
    assert.match(out, /served again +0\.84 of 0\.93 MW/);
    assert.match(out, /\n5 +close L37: 0\.84 MW served again/);
    assert.match(out, /Without supply:\nB23 +0\.09 MW, class 2: the voltage would leave its band at B23/);
  });

  it('exits 1 where nothing can be supplied, or no time is left for it, with the isolation', async () => {
    const head = await run('restore', 'builtin:ieee33', '--trip', 'L1', '--json');
    assert.deepEqual([head.code, JSON.parse(head.out).unserved[0].reason], [1, 'no_tie']);
    assert.match(head.notes[0], /nothing of what the trip leaves dark/);
    const late = await run('restore', 'builtin:ieee33', '--trip', 'L7', '--time-limit', '0', '--json');
    const { operations, proof } = JSON.parse(late.out) as Report;
    assert.deepEqual([late.code, operations.length, proof], [1, 1, 'none']);
    assert.match(late.notes[0], /the time was up/);
  });

  const refused: [string, string[], RegExp][] = [
    ['no trip', [], /--trip; got "nothing"/],
    ['an unknown branch', ['--trip', 'L99'], /tripped branch; got "L99"/],
    ['an open branch', ['--trip', 'L33'], /branch "L33"; got "an open branch"/],
    ['a branch twice', ['--trip', 'L2,L2'], /each branch once/],
    ['a negative time', ['--trip', 'L2', '--time-limit=-1'], /--time-limit; got "-1"/],
    ['half an operation', ['--trip', 'L2', '--max-operations', '0.5'], /--max-operations; got "0.5"/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}, with nothing on standard output`, async () => {
      const { code, out, notes } = await run('restore', 'builtin:ieee33', ...args, '--json');
      assert.deepEqual([code, out, notes.length], [2, '', 1]);
      assert.match(notes[0], message);
    });
  }
});
