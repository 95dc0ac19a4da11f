import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUILTIN_NAMES, builtinNetwork, compileGrid, readMatpowerJson } from '../../lib/grid';
import { createPowerFlow, nominalPoint } from '../../lib/powerflow';
import { ROOT, readJson, withReference } from '../support/reference';

interface Labels {
  'grid-model': { builtin: Record<string, string> };
}

interface BestKnown {
  cases: { case: string; initial_kW: number; best_kW: number; open: number[] }[];
}

const PUBLISHED: [name: string, file: string][] = [
  ['ieee14', 'powerflow/cases/case14.json'],
  ['ieee33', 'powerflow/cases/case33bw.json'],
  ['ieee69', 'powerflow/cases/case69.json'],
  ['ieee69', 'reconfiguration/case69_with_5_ties.json'],
];

describe('built-in networks', () => {
  for (const [name, file] of PUBLISHED) {
    it(`restate ${file} in ${name}`, function () {
      const published = readMatpowerJson(readJson(withReference(this, file)), file, name);
      const network = builtinNetwork(name);
      assert.equal(network.base_mva, published.baseMVA);
      const taken = new Map(network.loads.map((load) => [load.bus, load]));
      const shunts = new Map(network.shunts?.map((shunt) => [shunt.bus, shunt]));
      assert.deepEqual([taken.size, shunts.size], [network.loads.length, network.shunts?.length ?? 0]);
      for (const [index, row] of published.bus.entries()) {
        const { id, base_kv, vm_pu = 1, va_degree = 0 } = network.buses[index];
        const load = taken.get(id) ?? { p_mw: 0, q_mvar: 0 };
        const shunt = shunts.get(id) ?? { g_mw: 0, b_mvar: 0 };
        assert.equal(id, `B${row[0]}`);
        same([load.p_mw, load.q_mvar, shunt.g_mw, shunt.b_mvar], row.slice(2, 6), id);
        same([vm_pu, va_degree], row.slice(7, 9), id);
        if (row[9] !== 0) assert.equal(base_kv, row[9]);
      }
      const branches = network.branches.map((branch) => [
        Number(branch.from.slice(1)),
        Number(branch.to.slice(1)),
        branch.r_pu,
        branch.x_pu,
        branch.b_pu ?? 0,
        branch.tap_ratio ?? 1,
        branch.closed ? 1 : 0,
      ]);
      for (const [index, row] of published.branch.entries()) {
        const expected = [...row.slice(0, 5), row[8] || 1, row[10]];
        same(branches[index], expected, `branch ${index + 1}`);
      }
      // case69 as published has no ties.
      const beyond = network.branches.slice(published.branch.length);
      assert.ok(beyond.length === 0 || (file.endsWith('case69.json') && beyond.length === 5));
      assert.ok(beyond.every(({ closed }) => !closed));
    });
  }

  it('restate the generators of case14 in ieee14', function () {
    const file = withReference(this, 'powerflow/cases/case14.json');
    const { gen } = readMatpowerJson(readJson(file), file, 'case14');
    const { generators } = builtinNetwork('ieee14');
    assert.equal(generators.length, gen.length);
    for (const [index, row] of gen.entries()) {
      const { bus, p_mw, q_mvar, q_max_mvar, q_min_mvar, vm_pu, p_max_mw, p_min_mw } = generators[index];
      assert.equal(bus, `B${row[0]}`);
      assert.deepEqual([p_mw, q_mvar, q_max_mvar, q_min_mvar, vm_pu], row.slice(1, 6));
      assert.deepEqual([p_max_mw, p_min_mw], row.slice(8, 10));
    }
  });

  for (const [name, file] of [
    ['ieee33', 'case33bw'],
    ['ieee69', 'case69_with_5_ties'],
  ]) {
    it(`lose what is known of ${name}, before and after its best reconfiguration`, function () {
      const known = readJson<BestKnown>(withReference(this, 'reconfiguration/best_known.json'));
      const { initial_kW, best_kW, open } = known.cases.find((row) => row.case.includes(file))!;
      const grid = compileGrid(builtinNetwork(name));
      const point = nominalPoint(grid);
      const flow = createPowerFlow(grid);
      const loss_kw = (): number => {
        const outcome = flow.solve(point);
        assert.equal(outcome.status, 'converged');
        return outcome.status === 'converged' ? 1000 * outcome.state.loss_mw : Number.NaN;
      };
      assert.ok(Math.abs(loss_kw() - initial_kW) < 1e-4);
      point.live.fill(1);
      for (const row of open) point.live[row - 1] = 0;
      assert.ok(Math.abs(loss_kw() - best_kW) < 1e-4);
    });
  }

  it('are those that npm start offers', async () => {
    const url = pathToFileURL(path.join(ROOT, 'scripts/start-options.mjs')).href;
    const { BUILTIN_NETWORKS } = (await import(url)) as { BUILTIN_NETWORKS: string[] };
    assert.deepEqual(BUILTIN_NETWORKS, BUILTIN_NAMES);
  });

  it('are those that the editor offers, each with a label', () => {
    const folder = path.join(ROOT, 'nodes/grid-model');
    const form = readFileSync(path.join(folder, 'grid-model.html'), 'utf8');
    const labels = readJson<Labels>(path.join(folder, 'locales/en-US/grid-model.json'));
    const offered = [...form.matchAll(/<option value="(\w+)" data-i18n="grid-model\.builtin\./g)];
    assert.deepEqual(
      offered.map(([, name]) => name),
      BUILTIN_NAMES,
    );
    assert.deepEqual(Object.keys(labels['grid-model'].builtin), BUILTIN_NAMES);
  });
});

function same(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of expected.entries()) {
    assert.ok(Math.abs(actual[index] - value) <= 1e-12, `${what}: ${actual[index]}, published ${value}`);
  }
}
