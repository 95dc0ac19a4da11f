import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Network } from '../../lib/contract';
import { builtinNetwork, generateFeeders } from '../../lib/grid';
import { run, runJson } from './run';

describe('gridloom', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('tells how it is used, and its version', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    for (const command of ['powerflow', 'contingency', 'paths', 'reconfigure', 'convert', 'generate'])
      assert.ok(out.includes(command));
    assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
    for (const args of [[], ['powerflo']]) {
      const refused = await run(...args);
      assert.deepEqual([refused.code, refused.out, refused.notes.length], [2, '', 1]);
    }
  });

  it('converts a network through MATPOWER and back without a loss, and leaves nothing else behind', async () => {
    const [m, json, back] = ['a.m', 'b.json', 'c.json'].map((name) => path.join(folder, name));
    assert.equal((await run('convert', 'builtin:riverside', m)).code, 0);
    assert.equal((await run('convert', m, json, '--format', 'matpower-json')).code, 0);
    assert.equal((await run('convert', json, back)).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(back, 'utf8')), builtinNetwork('riverside'));
    assert.deepEqual(readdirSync(folder).sort(), ['a.m', 'b.json', 'c.json']);
  });

  it('checks a network without solving it', async () => {
    const report = await runJson<{ branches: number; open_branches: number }>('check', 'builtin:ieee69');
    assert.deepEqual([report.branches, report.open_branches], [73, 5]);
    assert.equal((await run('check', path.join(folder, 'none.m'))).code, 2);
  });

  it('generates the network of a seed', async () => {
    const file = path.join(folder, 'feeders.json');
    const report = await runJson<{ buses: number }>('generate', file, '--nodes', '60', '--seed', '7');
    assert.equal(report.buses, 60);
    const network = JSON.parse(readFileSync(file, 'utf8')) as Network;
    assert.deepEqual(network, JSON.parse(JSON.stringify(generateFeeders({ num_nodes: 60, seed: 7 }))));
    const meshed = path.join(folder, 'meshed.m');
    assert.equal(
      (await run('generate', meshed, '--kind', 'meshed', '--nodes', '30', '--sources', '4')).code,
      0,
    );
    assert.equal((await run('powerflow', meshed)).code, 0);
  });

  it('screens every outage, and each radial line takes the load beyond it', async () => {
    const report = await runJson<{ outages: { index: number; branch: string; lost_mw: number }[] }>(
      'contingency',
      'builtin:ieee33',
    );
    const { branches, loads } = builtinNetwork('ieee33');
    assert.deepEqual(
      report.outages.map(({ branch }) => branch),
      branches.filter(({ closed }) => closed).map(({ id }) => id),
    );
    assert.ok(report.outages.every(({ index, branch }) => branches[index - 1].id === branch));
    const all_mw = loads.reduce((sum, { p_mw }) => sum + p_mw, 0);
    assert.ok(Math.abs(report.outages[0].lost_mw - all_mw) < 1e-9);
    const file = path.join(folder, 'risk.json');
    writeFileSync(file, JSON.stringify({ grid_id: 'ieee33', edges: { L1: 0.001, L17: 0.5, L22: 0.2 } }));
    const ranked = await runJson<{ highest_risk: number[]; outages: { risk_mw: number; lost_mw: number }[] }>(
      'contingency',
      'builtin:ieee33',
      '--risk',
      file,
    );
    // 0.93 MW beyond L22 at 0.2, 0.09 at L17's end at 0.5, all 3.715 MW at 0.001.
    assert.deepEqual(ranked.highest_risk, [22, 17, 1]);
    assert.ok(Math.abs(ranked.outages[21].risk_mw - 0.2 * ranked.outages[21].lost_mw) < 1e-12);
    const { out } = await run('contingency', 'builtin:riverside', '--screen', 'dc');
    assert.match(out, /outages +\d+ in .* ms, 0 without a solution/);
  });

  it('says in one line that its output cannot be written, and keeps its exit code where its remarks cannot', function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const program = path.resolve(__dirname, '../../lib/cli/gridloom.js');
    const start = (args: string[], stdio: ('ignore' | 'pipe' | number)[]) =>
      spawnSync(process.execPath, [program, ...args], { stdio, encoding: 'utf8' });
    const lost = start(['powerflow', 'builtin:riverside'], ['ignore', full, 'pipe']);
    const silent = start(['powerflow', 'none'], ['ignore', 'pipe', full]);
    closeSync(full);
    assert.match(lost.stderr, /^gridloom: failed: standard output cannot be written: .*\n$/);
    assert.deepEqual([lost.status, silent.status], [70, 2]);
  });
});
