import { strict as assert } from 'node:assert';
import type { PowerFlowReport } from '../../lib/cli/powerflow-report';
import { near } from '../support/kirchhoff';
import { readJson, withReference } from '../support/reference';
import { runJson } from './run';

/** MATPOWER 8.1.1 under Octave; a single generator or branch stands as a number. */
interface Solution {
  loss_MW: number;
  loss_series_MVAr: number;
  Vm_pu: number[];
  Va_deg: number[];
  Pg_MW: number | number[];
  Qg_MVAr: number | number[];
  branch_Pf_MW: number[];
  branch_Qf_MVAr: number[];
  branch_Pt_MW: number[];
  branch_Qt_MVAr: number[];
  dcpf: { bus_Va_deg: number[]; branch_Pf_MW: number[]; gen_Pg_MW: number | number[] };
}

const CASES = ['case9', 'case14', 'case33bw', 'case69', 'case118', 'case300', 'case1354pegase'];

describe('gridloom powerflow beside MATPOWER', () => {
  for (const name of CASES) {
    for (const form of ['matpower', 'cases'] as const) {
      it(`agrees on ${name} from its ${form === 'cases' ? 'tables as JSON' : 'case file'}`, async function () {
        const file = withReference(this, `powerflow/${form}/${name}.${form === 'cases' ? 'json' : 'm'}`);
        const expected = readJson<Solution>(withReference(this, `powerflow/solutions/${name}.solution.json`));
        const found = await runJson<PowerFlowReport>('powerflow', file);
        assertAgrees(found, expected);
        const dc = await runJson<PowerFlowReport>('powerflow', file, '--method', 'dc');
        assertAgreesByDc(dc, expected.dcpf);
      });
    }
  }

  for (const name of ['case33bw', 'case69']) {
    it(`agrees on ${name} by sweeps`, async function () {
      const file = withReference(this, `powerflow/matpower/${name}.m`);
      const expected = readJson<Solution>(withReference(this, `powerflow/solutions/${name}.solution.json`));
      assertAgrees(await runJson<PowerFlowReport>('powerflow', file, '--method', 'sweep'), expected);
    });
  }

  for (const start of ['flat', 'dc']) {
    it(`finds the same state of case300 from a ${start} start`, async function () {
      const file = withReference(this, 'powerflow/matpower/case300.m');
      const expected = readJson<Solution>(withReference(this, 'powerflow/solutions/case300.solution.json'));
      assertAgrees(await runJson<PowerFlowReport>('powerflow', file, '--start', start), expected);
    });
  }
});

function assertAgrees(found: PowerFlowReport, expected: Solution): void {
  assert.equal(found.converged, true);
  assertNear(found.buses, 'vm_pu', expected.Vm_pu, 1e-9);
  assertNear(found.buses, 'va_degree', expected.Va_deg, 1e-7);
  near(found.loss_mw! / expected.loss_MW, 1, 1e-8, 'I²R');
  near(found.loss_mvar! / expected.loss_series_MVAr, 1, 1e-8, 'I²X');
  assertNear(found.branches, 'p_from_mw', expected.branch_Pf_MW, 1e-6);
  assertNear(found.branches, 'q_from_mvar', expected.branch_Qf_MVAr, 1e-6);
  assertNear(found.branches, 'p_to_mw', expected.branch_Pt_MW, 1e-6);
  assertNear(found.branches, 'q_to_mvar', expected.branch_Qt_MVAr, 1e-6);
  assertNear(found.generators, 'p_mw', [expected.Pg_MW].flat(), 1e-6);
  assertNear(found.generators, 'q_mvar', [expected.Qg_MVAr].flat(), 1e-6);
}

function assertAgreesByDc(found: PowerFlowReport, expected: Solution['dcpf']): void {
  assert.deepEqual([found.converged, found.loss_mw, found.loss_mvar], [true, 0, 0]);
  assertNear(found.buses, 'va_degree', expected.bus_Va_deg, 1e-9);
  assertNear(found.branches, 'p_from_mw', expected.branch_Pf_MW, 1e-6);
  assertNear(found.generators, 'p_mw', [expected.gen_Pg_MW].flat(), 1e-6);
}

function assertNear<Field extends string>(
  rows: readonly Record<Field, number>[],
  field: Field,
  expected: readonly number[],
  tolerance: number,
): void {
  assert.equal(rows.length, expected.length);
  for (const [index, row] of rows.entries())
    near(row[field], expected[index], tolerance, `${field} of row ${index + 1}`);
}
