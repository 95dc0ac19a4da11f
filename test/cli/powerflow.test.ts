import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PowerFlowReport } from '../../lib/cli/powerflow-report';
import type { Network } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';
import { run, runJson } from './run';

describe('gridloom powerflow', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A file of the network after a change. */
  function changed(name: string, change: (network: Network) => void): string {
    const network = structuredClone(builtinNetwork(name));
    change(network);
    const file = path.join(folder, 'changed.json');
    writeFileSync(file, JSON.stringify(network));
    return file;
  }

  it('prints one JSON object with every bus, branch and generator in its order, and the times', async () => {
    const report = await runJson<PowerFlowReport>('powerflow', 'builtin:ieee14', '--repeat', '5');
    const network = builtinNetwork('ieee14');
    assert.deepEqual(
      report.buses.map(({ id }) => id),
      network.buses.map(({ id }) => id),
    );
    assert.deepEqual(
      report.branches.map(({ index }) => index),
      network.branches.map((_, k) => k + 1),
    );
    assert.deepEqual(
      report.generators.map(({ bus }) => bus),
      network.generators.map(({ bus }) => bus),
    );
    const { parse, first_solve, solve_min, solve_median } = report.timings_ms;
    for (const time of [parse, first_solve, solve_min, solve_median]) assert.ok(time! > 0);
    assert.ok(solve_min! <= solve_median!);
  });

  it('tells people the sums and extremes', async () => {
    const { code, out } = await run('powerflow', 'builtin:ieee33');
    assert.equal(code, 0);
    assert.match(out, /newton, converged after \d iterations/);
    assert.match(out, /losses +0\.2026771 MW/);
    assert.match(out, /voltage +0\.91309 p\.u\. at bus B18 to 1 at bus B1/);
  });

  it('finds by sweeps what Newton finds, ties closed or not', async () => {
    const meshed = changed('ieee69', ({ branches }) => {
      for (const branch of branches) branch.closed = true;
    });
    for (const file of ['builtin:ieee69', meshed]) {
      const [newton, sweep] = await Promise.all(
        ['newton', 'sweep'].map((method) => runJson<PowerFlowReport>('powerflow', file, '--method', method)),
      );
      for (const [index, { vm_pu, va_degree }] of newton.buses.entries()) {
        assert.ok(Math.abs(vm_pu - sweep.buses[index].vm_pu) < 1e-9);
        assert.ok(Math.abs(va_degree - sweep.buses[index].va_degree) < 1e-7);
      }
    }
  });

  it('keeps reactive limits when asked to, and marks who reached one', async () => {
    const file = changed('ieee14', ({ generators }) => {
      generators[1].q_max_mvar = 20;
    });
    const report = await runJson<PowerFlowReport>('powerflow', file, '--reactive-limits');
    assert.deepEqual([report.generators[1].q_mvar, report.generators[1].at_limit], [20, 'upper']);
    assert.ok(report.buses[1].vm_pu < 1.045);
  });

  it('exits 1 where there is no solution, with the bus and no results', async () => {
    const file = changed('ieee33', ({ loads }) => {
      loads[10].p_mw = 500;
    });
    for (const method of ['newton', 'sweep']) {
      const { code, out, notes } = await run('powerflow', file, '--method', method, '--json');
      assert.equal(code, 1, method);
      const report = JSON.parse(out) as PowerFlowReport;
      assert.deepEqual([report.converged, report.status, report.loss_mw], [false, 'not_converged', null]);
      assert.deepEqual([report.buses, report.branches, report.generators], [[], [], []]);
      assert.match(notes.join('\n'), /^not converged after \d+ iterations; .* is at bus "B\d+"$/);
    }
  });

  it('keeps the voltage of a bus that is out of service, and marks it', async () => {
    const file = changed('ieee33', ({ buses }) => {
      buses.push({ id: 'spare', name: '', in_service: false, vm_pu: 1.02, va_degree: -3 });
    });
    const report = await runJson<PowerFlowReport>('powerflow', file);
    assert.deepEqual(report.buses[33], { id: 'spare', vm_pu: 1.02, va_degree: -3, energized: false });
  });

  const refused: [what: string, args: (file: typeof changed) => string[], says: RegExp][] = [
    ['a load that no closed branch supplies', (file) => [file('ieee33', open('L5'))], /bus "B6".*isolated/],
    [
      'a branch without impedance',
      (file) => [file('ieee33', ({ branches }) => void Object.assign(branches[3], { r_pu: 0, x_pu: 0 }))],
      /branches\[3\] "L4"\.r_pu and \.x_pu/,
    ],
    [
      'an unknown method',
      () => ['builtin:ieee33', '--method', 'gauss'],
      /--method; got "gauss"; allowed: newton/,
    ],
    ['an unknown option', () => ['builtin:ieee33', '--fast'], /--fast/],
    ['no file', () => [], /got "no file"; allowed: FILE/],
    ['a file that is not there', () => ['/nowhere/case.m'], /\/nowhere\/case\.m.*ENOENT/],
    ['an unknown built-in network', () => ['builtin:ieee1'], /"ieee1".*ieee33/],
    ['a repeat of none', () => ['builtin:ieee33', '--repeat', '0'], /--repeat; got "0"/],
  ];
  for (const [what, args, says] of refused) {
    it(`exits 2 and says in one line why it refuses ${what}`, async () => {
      const { code, out, notes } = await run('powerflow', ...args(changed), '--json');
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(notes.length, 1);
      assert.match(notes[0], says);
      assert.doesNotMatch(notes[0], /\n/);
    });
  }
});

function open(id: string): (network: Network) => void {
  return ({ branches }) => {
    branches.find((branch) => branch.id === id)!.closed = false;
  };
}
