import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { Random } from '../../lib/random';
import { measure, solveNominal, withNoise } from '../powerflow/estimation/measured';
import { run, runJson } from './run';

interface Report {
  status: string;
  observability: {
    observable: boolean;
    unobservable_buses: string[];
    pseudo_measurements: { bus: string }[];
  };
  chi_square_before: { passed: boolean };
  chi_square: { passed: boolean; degrees_of_freedom: number };
  suspects: { line: number; element: string; quantity: string; normalized_residual: number }[];
  buses: { id: string; vm_pu: number }[];
  branches: { id: string; p_from_mw: number }[];
  measurements: { line: number; verdict: string; residual: number; sigma: number }[];
  loss_mw: number;
}

const grid = compileGrid(builtinNetwork('ieee33'));
const truth = measure(grid, solveNominal(grid), { flows: true });

describe('gridloom estimate', () => {
  let folder: string;
  let written = 0;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-estimate-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const write = (text: string): string => {
    const file = path.join(folder, `measurements-${written++}`);
    writeFileSync(file, text);
    return file;
  };

  it('finds the power flow in exact measurements, and a planted error by its line', async () => {
    const rows = truth.map(({ element, quantity, value, sigma }) =>
      [element, quantity, value, sigma].join(','),
    );
    const file = write(['element,quantity,value,sigma', ...rows].join('\n'));
    const exact = await runJson<Report>('estimate', 'builtin:ieee33', file);
    assert.equal(exact.status, 'estimated');
    assert.ok(Math.abs(exact.loss_mw - 0.202677) < 1e-6);
    assert.deepEqual([exact.suspects.length, exact.observability.observable], [0, true]);
    const noisy = withNoise(truth, new Random(4));
    noisy[77].value += 15 * noisy[77].sigma;
    const list = JSON.stringify({ grid_id: 'ieee33', measurements: noisy });
    const wrong = await runJson<Report>('estimate', 'builtin:ieee33', write(list));
    assert.deepEqual(
      wrong.suspects.map(({ line, element, quantity }) => [line, element, quantity]),
      [[78, noisy[77].element, noisy[77].quantity]],
    );
    assert.deepEqual([wrong.chi_square_before.passed, wrong.chi_square.passed], [false, true]);
    assert.equal(wrong.measurements[77].verdict, 'suspect');
    const { out } = await run('estimate', 'builtin:ieee33', write(list));
    assert.match(out, /suspects +1\n +line 78: /);
  });

  it('converts units, signs and accuracy classes', async () => {
    const { state, point } = solveNominal(grid);
    const kv = grid.network.buses[0].base_kv!;
    const text = [
      '# what the substation and two loads send',
      'Element;Quantity;Value;Unit;Accuracy_Class;Range',
      `B1;vm_pu;${kv * state.vm_pu[0] * 1000};V;0.5;`,
      `L1;p_from_mw;${state.p_from_mw[0] * 1000};kW;0.5;5000`,
      `L1;q_from_mvar;${state.q_from_mvar[0] * 1000};kvar;0.5;5000`,
      `"B7";demand_mw;${point.demand_mw[6] * 1000};kW;1;`,
      `B7;q_injection_mvar;${-point.demand_mvar[6]};Mvar;1;`,
    ].join('\r\n');
    const report = await runJson<Report>('estimate', 'builtin:ieee33', write(text));
    // Nominal loads stand in for all others, and all are as the power flow has them.
    for (const [bus, { vm_pu }] of report.buses.entries())
      assert.ok(Math.abs(vm_pu - state.vm_pu[bus]) < 1e-6);
    // Classes of 0.5 %: of 1 per unit, and of a range of 5 MW; three sigma.
    const sigmas = report.measurements.map(({ sigma }) => sigma);
    assert.ok(Math.abs(sigmas[0] - (0.005 * state.vm_pu[0]) / 3) < 1e-12);
    assert.ok(Math.abs(sigmas[1] - (0.005 * 5) / 3) < 1e-12);
    assert.equal(report.observability.observable, false);
    assert.ok(report.observability.pseudo_measurements.every(({ bus }) => bus !== 'B7' && bus !== 'B1'));
    const { code, notes, out } = await run(
      'estimate',
      'builtin:ieee33',
      write(text),
      '--no-pseudo',
      '--json',
    );
    assert.equal(code, 1);
    assert.match(notes[0], /leave 31 buses open, bus "B3" among them/);
    assert.equal((JSON.parse(out) as Report).status, 'unobservable');
  });

  it('refuses a file by the lines that are wrong, all of them', async () => {
    const rows = [
      'element,quantity,value,unit,sigma',
      'B1,vm_pu,1,,0.01',
      'B99,vm_pu,1,,0.01',
      'L1,p_mw,1,,0.01',
      'L1,p_from_mw,1,Hz,0.01',
      'L1,p_from_mw,much,MW,0.01',
      'L1,p_from_mw,1,mW,0.01',
      'L1,p_from_mw,1,MW,0',
      'L1,p_from_mw,1,MW,',
    ];
    const { code, out, notes } = await run('estimate', 'builtin:ieee33', write(rows.join('\n')));
    assert.deepEqual([code, out, notes.length], [2, '', 1]);
    for (const said of [
      /line 3, element; got "B99"; allowed: the id of one of the 33 buses/,
      /line 4, quantity: got "p_mw", allowed: vm_pu, /,
      /line 5, unit: got "Hz", allowed: a unit of active power: MW, kW/,
      /line 6, value: got "much"/,
      /line 7, unit: got "mW"/,
      /line 8, sigma: got "0"/,
      /line 9, sigma: got "neither/,
    ])
      assert.match(notes[0], said);
    for (const [text, said] of [
      ['', /line 1; got "nothing"/],
      ['element,value,sigma\nB1,1,1', /the column quantity among/],
      ['element,quantity,value,sigma,colour\n', /got "colour"/],
      ['element,quantity,value,sigma\n', /no measurement/],
      ['{"grid_id":"ieee14","measurements":[]}', /got "ieee14"/],
      ['[{"element":"B1"', /JSON/],
      ['{"grid_id":"ieee33"}', /a list of/],
      ['[7]', /measurements\[0\]/],
      ['element,quantity,value,accuracy_class\nL1,p_from_mw,0,0.5', /line 2, range/],
    ] as [string, RegExp][]) {
      const refused = await run('estimate', 'builtin:ieee33', write(text));
      assert.deepEqual([refused.code, refused.out, refused.notes.length], [2, '', 1], text);
      assert.match(refused.notes[0], said);
    }
    const absent = await run('estimate', 'builtin:ieee33', path.join(folder, 'absent.csv'));
    assert.equal(absent.code, 2);
  });

  it('names the measurement that fits least where there is no state', async () => {
    const file = path.join(folder, 'kilovolts.csv');
    writeFileSync(file, 'element,quantity,value,unit,sigma\nB2,vm_pu,1000000000,pu,0.000001\n');
    const { code, out, notes } = await run('estimate', 'builtin:ieee33', file, '--json');
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(out).worst_measurement, { line: 2, element: 'B2', quantity: 'vm_pu' });
    assert.match(notes.join(), /vm_pu of "B2" fits least/);
  });
});
