import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSnapshot, READINGS, type Snapshot } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';
import type { LabelledRow } from '../../lib/scada';
import { run, runJson } from './run';

interface Report {
  network: string;
  ticks: number;
  failures: number;
  rows: number;
}

describe('gridloom simulate', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-simulate-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const snapshotsIn = (name: string): Snapshot[] =>
    readFileSync(file(name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => parseSnapshot(JSON.parse(line)));

  it('writes one snapshot of the contract a line, the same bytes for the same seed', async () => {
    const args = ['builtin:ieee33', '--ticks', '30', '--interval', '900', '--acceleration', '7'];
    for (const [name, seed] of [
      ['a', '5'],
      ['b', '5'],
      ['c', '6'],
    ]) {
      assert.equal((await run('simulate', ...args, '--seed', seed, '--out', file(name))).code, 0);
    }
    assert.deepEqual(readFileSync(file('a')), readFileSync(file('b')));
    assert.notDeepEqual(readFileSync(file('a')), readFileSync(file('c')));
    const snapshots = snapshotsIn('a');
    assert.equal(snapshots.length, 30);
    snapshots.forEach((snapshot, k) => {
      assert.equal(snapshot.sequence, k + 1);
      assert.equal(Date.parse(snapshot.timestamp), Date.UTC(2026, 0, 1) + 900_000 * k);
      assert.deepEqual([snapshot.data_source!.acceleration, snapshot.data_source!.ticks], [7, k + 1]);
    });
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'b', 'c'], 'and nothing else');
  });

  it('labels every edge at every time by what becomes of it', async () => {
    const report = await runJson<Report>(
      'simulate',
      ...['builtin:ieee33', '--ticks', '2000', '--interval', '600', '--acceleration', '400', '--seed', '3'],
      ...['--out', file('run.ndjson'), '--labels', file('labels.ndjson'), '--horizon-days', '1'],
    );
    const snapshots = snapshotsIn('run.ndjson');
    const rows = readFileSync(file('labels.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LabelledRow);
    assert.equal(rows.length, report.rows);
    assert.ok(report.failures > 20, `${report.failures} failures`);
    // By brute force: an edge has failed within a day where its trips have become more by then.
    const ids = snapshots[0].edges.map(({ id }) => id);
    const column = new Map(ids.map((id, k) => [id, k]));
    const start_ms = Date.parse(snapshots[0].timestamp);
    const trips = (tick: number, k: number) => snapshots[tick].edges[k].trip_count;
    let failing = 0;
    for (const row of rows) {
      const tick = (Date.parse(row.timestamp) - start_ms) / 600_000;
      const k = column.get(row.edge)!;
      const edge = snapshots[tick].edges[k];
      assert.ok(edge.in_service);
      for (const name of READINGS) assert.equal(row[name], edge[name]);
      const fails = trips(tick + 144, k) > trips(tick, k);
      assert.equal(row.fails, fails ? 1 : 0, `${row.edge} at ${row.timestamp}`);
      assert.equal(row.cause === null, !fails);
      if (!fails) continue;
      failing++;
      const within = Math.ceil(row.time_to_failure_s! / 600);
      assert.ok(trips(tick + within, k) > trips(tick, k) && trips(tick + within - 1, k) === trips(tick, k));
    }
    assert.ok(failing > 500);
    // All edges in service, at all times but those of the last day.
    const expected = snapshots
      .slice(0, 2000 - 144)
      .reduce((sum, { edges }) => sum + edges.filter((edge) => edge.in_service).length, 0);
    assert.equal(rows.length, expected);
  });

  it('splits so that no part sees another: by edge, and by time with a gap as long as the horizon', async () => {
    const args = ['--ticks', '1500', '--interval', '3600', '--acceleration', '100', '--horizon-days', '2'];
    await runJson('simulate', 'builtin:riverside', ...args, '--out', file('a'), '--labels', file('a.csv'));
    const [header, ...lines] = readFileSync(file('a.csv'), 'utf8').trimEnd().split('\n');
    const names = header.split(',');
    assert.deepEqual(names.slice(0, 2), ['timestamp', 'edge']);
    assert.deepEqual(names.slice(2, 12), [...READINGS]);
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, k) => [names[k], cell])));
    const parts = new Map<string, Set<string>>();
    const last: Record<string, number> = {};
    const first: Record<string, number> = {};
    for (const { edge, split_edge, split_time, timestamp, acceleration, horizon_days } of rows) {
      parts.set(edge, (parts.get(edge) ?? new Set()).add(split_edge));
      last[split_time] = Math.max(last[split_time] ?? 0, Date.parse(timestamp));
      first[split_time] = Math.min(first[split_time] ?? Number.POSITIVE_INFINITY, Date.parse(timestamp));
      assert.deepEqual([acceleration, horizon_days], ['100', '2']);
    }
    assert.ok([...parts.values()].every((splits) => splits.size === 1));
    const horizon_ms = 2 * 86_400_000;
    assert.ok(last.train + horizon_ms < first.validation && last.validation + horizon_ms < first.test);
  });

  it('plays a scenario, and says so in every snapshot', async () => {
    const out = file('storm.ndjson');
    await runJson('simulate', 'builtin:riverside', '--ticks', '12', '--scenario', 'storm', '--out', out);
    const snapshots = snapshotsIn('storm.ndjson');
    assert.ok(snapshots.every(({ data_source }) => data_source!.description.endsWith('scenario storm')));
    assert.ok(snapshots.some(({ edges }) => edges.some((edge) => !edge.in_service)));
    await runJson('simulate', 'builtin:riverside', '--ticks', '2', '--scenario', 'none', '--out', out);
    assert.match(snapshotsIn('storm.ndjson')[0].data_source!.description, /seed 1$/);
  });

  it('leaves no part of a file where a run ends in the midst, and what was there as it was', async () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.generators[1].vm_pu = 1e6;
    writeFileSync(file('wild.json'), JSON.stringify(network));
    writeFileSync(file('out'), 'as it was');
    const { code, notes } = await run('simulate', file('wild.json'), '--ticks', '5', '--out', file('out'));
    assert.equal(code, 2);
    assert.match(notes.join(), /The power flow has no solution/);
    assert.equal(readFileSync(file('out'), 'utf8'), 'as it was');
    assert.deepEqual(readdirSync(folder).sort(), ['out', 'wild.json']);
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    it(`leaves nothing beside what it writes where ${signal} ends it`, async () => {
      const begun = new Promise<void>((resolve) => {
        const watcher = watch(folder, () => {
          watcher.close();
          resolve();
        });
      });
      const child = spawn(
        process.execPath,
        [
          ...[path.join(__dirname, '../../lib/cli/gridloom.js'), 'simulate', 'builtin:riverside'],
          ...['--ticks', '100000000', '--interval', '0.01', '--out', file('out')],
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      try {
        const ended = once(child, 'exit');
        const said = child.stderr.toArray();
        await begun;
        child.kill(signal);
        assert.deepEqual(await ended, [code, null]);
        assert.match(
          (await said).join(''),
          new RegExp(`^gridloom: stopped by ${signal}; nothing was written\n$`),
        );
        assert.deepEqual(readdirSync(folder), []);
      } finally {
        child.kill('SIGKILL');
      }
    });

  it('has rows for training, validation and test at the least run that it asks for', async () => {
    const args = [
      '--interval',
      '3600',
      '--horizon-days',
      '1',
      '--out',
      file('a'),
      '--labels',
      file('b.ndjson'),
    ];
    const { notes } = await run('simulate', 'builtin:riverside', '--ticks', '30', ...args);
    const least = Number(/Give --ticks (\d+)/.exec(notes.join())![1]);
    assert.equal((await run('simulate', 'builtin:riverside', '--ticks', String(least - 2), ...args)).code, 2);
    await runJson('simulate', 'builtin:riverside', '--ticks', String(least), ...args);
    const lines = readFileSync(file('b.ndjson'), 'utf8').trimEnd().split('\n');
    const parts = new Set(lines.map((line) => (JSON.parse(line) as LabelledRow).split_time));
    assert.deepEqual([...parts].sort(), ['gap', 'test', 'train', 'validation']);
  });

  const wrong: [string, string[], RegExp][] = [
    ['no number of ticks', ['--out', 'x'], /--ticks; got ""; allowed: a whole number from 1/],
    ['no file to write', ['--ticks', '5'], /--out; got "nothing"; allowed: a file to write/],
    ['an interval of 0', ['--ticks', '5', '--out', 'x', '--interval', '0'], /--interval; got "0"/],
    ['no moment', ['--ticks', '5', '--out', 'x', '--start', 'now'], /--start; got "now"; allowed: a moment/],
    ['a negative factor', ['--ticks', '5', '--out', 'x', '--acceleration=-1'], /--acceleration; got "-1"/],
    ['an unknown scenario', ['--ticks', '5', '--out', 'x', '--scenario', 'flood'], /flood; got "ENOENT/],
    [
      'a horizon beyond the run',
      ['--ticks', '25', '--out', 'x', '--labels', 'y'],
      /--horizon-days; got 30; allowed: less than 15 % of the run's 1 days.*Give --ticks 480\d or more/,
    ],
    [
      'a history without rows for test',
      ['--ticks', '101', '--interval', '86400', '--horizon-days', '16', '--out', 'x', '--labels', 'y'],
      /--horizon-days; got 16; allowed: less than 15 % of the run's 100 days/,
    ],
    [
      'a day that is in no calendar',
      ['--ticks', '5', '--out', 'x', '--start', '2026-02-30T00:00:00Z'],
      /--start; got "2026-02-30T00:00:00Z"; allowed: a moment/,
    ],
    [
      'a run beyond the year 9999',
      ['--ticks', '50', '--out', 'x', '--start', '9999-12-31T00:00:00Z'],
      /--ticks; got 50; allowed: at most 24: a run that ends before the year 10000/,
    ],
    [
      'one file for both',
      ['--ticks', '2000', '--horizon-days', '1', '--out', 'x', '--labels', './x'],
      /--labels; got ".\/x"; allowed: another file than --out/,
    ],
    [
      'a folder that is not there',
      ['--ticks', '5', '--out', '/nowhere/at/all'],
      /\/nowhere\/at\/all; got "ENOENT/,
    ],
  ];
  for (const [what, args, says] of wrong) {
    it(`refuses ${what}`, async () => {
      const { code, out, notes } = await run('simulate', 'builtin:riverside', ...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(notes.join(), says);
    });
  }
});
