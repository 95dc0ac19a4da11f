import { strict as assert } from 'node:assert';
import type { Network } from '../../../lib/contract';
import { compileGrid } from '../../../lib/grid';
import { type ReconfigurationOptions, reconfigure } from '../../../lib/paths';
import { nominalPoint } from '../../../lib/powerflow';
import { tiedNetwork } from './networks';

const still = { clock: () => 0 };

function run(network: Network, options: ReconfigurationOptions = {}) {
  const grid = compileGrid(network);
  return reconfigure(grid, nominalPoint(grid), options, still);
}

const small = (): Network => tiedNetwork({ buses: 9, ties: 4, seed: 2 });

describe('reconfiguration: bad input', () => {
  it('says that there is no tie switch, and keeps the one configuration', () => {
    const outcome = run(tiedNetwork({ buses: 9, ties: 0, seed: 2 }));
    assert.match(outcome.reason!, /no tie switch/);
    assert.deepEqual(
      [outcome.status, outcome.proof, outcome.configurations, outcome.steps.length],
      ['solved', 'enumerated', 1, 0],
    );
  });

  it('names the buses that no source reaches, and improves the others', () => {
    const network = small();
    for (const id of ['X1', 'X2']) network.buses.push({ id, name: '' });
    network.generators.push({ id: 'GX', bus: 'X1', p_mw: 1, vm_pu: 1 });
    const { r_pu, x_pu } = network.branches[0];
    network.branches.push({
      id: 'LX',
      name: '',
      kind: 'line',
      from: 'X1',
      to: 'X2',
      r_pu,
      x_pu,
      closed: true,
    });
    const outcome = run(network);
    assert.deepEqual([outcome.status, outcome.held.supplied], ['violating', false]);
    assert.match(outcome.reason!, /"X1", "X2"/);
    assert.ok(outcome.final!.loss_mw < outcome.initial!.loss_mw);
    assert.equal(outcome.live.at(-1), 1);
  });

  it('tells a demand that nothing can carry or supply', () => {
    const heavy = small();
    for (const load of heavy.loads) load.p_mw *= 200;
    const outcome = run(heavy, { time_limit_s: 1 });
    assert.deepEqual([outcome.status, outcome.final], ['no_solution', null]);
    assert.match(outcome.reason!, /no configuration that was tried has a power flow/);
    const short = small();
    short.generators[0].p_max_mw = 0.1;
    const limited = run(short);
    assert.deepEqual([limited.status, limited.held.supplied], ['violating', false]);
    assert.match(limited.reason!, /beyond the 0.1 MW/);
    assert.ok(limited.final!.loss_mw <= limited.initial!.loss_mw);
  });

  it('says which limits even the best configuration leaves', () => {
    const outcome = run(small(), { voltage_band: { vm_min_pu: 0.9999, vm_max_pu: 1.1 } });
    assert.deepEqual(
      [outcome.status, outcome.held.voltage, outcome.held.ratings],
      ['violating', false, true],
    );
    assert.match(outcome.reason!, /voltages leave their band/);
  });

  it('answers a time limit of zero with the present configuration', () => {
    for (const method of ['exact', 'exchange', 'auto'] as const) {
      const outcome = run(small(), { method, time_limit_s: 0 });
      assert.deepEqual([outcome.status, outcome.ended, outcome.steps.length], ['solved', 'time_limit', 0]);
      assert.match(outcome.reason!, /time limit of zero/);
      assert.deepEqual(outcome.live, nominalPoint(compileGrid(small())).live);
    }
  });

  it('refuses locks that contradict one another', () => {
    const lock = (branch: number, closed: boolean) => ({ branch, closed });
    const all = small().branches.map((_, k) => lock(k, true));
    assert.throws(
      () => run(small(), { locks: [lock(1, true), lock(1, false)] }),
      /"L2" \(row 2\); got "open and closed"/,
    );
    assert.throws(() => run(small(), { locks: all }), /a loop of branches that must all stay closed/);
    assert.throws(
      () => run(small(), { locks: all.map(({ branch }) => lock(branch, false)) }),
      /without any way to a source/,
    );
    assert.throws(() => run(small(), { locks: [lock(99, true)] }), { code: 'UNKNOWN_ELEMENT' });
    const fixed = small();
    fixed.branches[3].switchable = false;
    assert.throws(() => run(fixed, { locks: [lock(3, false)] }), /may not be switched/);
  });

  it('refuses options that cannot be', () => {
    for (const [name, value] of Object.entries({
      time_limit_s: -1,
      seed: 0.5,
      risk_weight: Number.NaN,
      method: 'agent',
      failure_probability: Float64Array.of(1),
      operations_left: Float64Array.from(small().branches, () => 0.5),
      voltage_band: { vm_min_pu: 1.1, vm_max_pu: 0.9 },
    })) {
      assert.throws(() => run(small(), { [name]: value } as ReconfigurationOptions), {
        code: 'INVALID_SETTING',
        message: new RegExp(name),
      });
    }
  });
});
