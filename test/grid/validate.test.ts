import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import { GridError } from '../../lib/errors';
import { BUILTIN_NAMES, builtinNetwork, checkNetwork, compileGrid } from '../../lib/grid';

describe('network checks', () => {
  const cases: [what: string, change: (network: Network) => void, says: RegExp][] = [
    ['a bus id that stands twice', (n) => void n.buses.push({ ...n.buses[0] }), /buses\[8\]\.id; got "G1"/],
    ['no generator', (n) => void n.generators.splice(0), /generators; got "none"; allowed: one at least/],
    [
      'no slack',
      (n) => void delete n.generators[0].slack,
      /slack; got "none"; allowed: a generator in service/,
    ],
    [
      'two slacks',
      (n) => Object.assign(n.generators[1], { slack: true }),
      /"gas"\.slack; got "a second slack, at bus .*connected with .*"hydro/,
    ],
    [
      'a branch to nowhere',
      (n) => Object.assign(n.branches[0], { to: 'S9' }),
      /branches\[0\] "L1"\.to; got "S9"/,
    ],
    [
      'a branch onto itself',
      (n) => Object.assign(n.branches[0], { to: 'G1' }),
      /branches\[0\] "L1"\.to.*another bus/,
    ],
    [
      'a branch without impedance',
      (n) => Object.assign(n.branches[3], { r_pu: 0, x_pu: 0 }),
      /"L4"\.r_pu and \.x_pu/,
    ],
    [
      'a resistance that is no number',
      (n) => Object.assign(n.branches[2], { r_pu: Number.NaN }),
      /branches\[2\] "L3"\.r_pu; got NaN; allowed: a finite number/,
    ],
    [
      'a load without bounds',
      (n) => Object.assign(n.loads[1], { p_mw: Number.POSITIVE_INFINITY }),
      /loads\[1\] ".*"\.p_mw; got Infinity/,
    ],
    ['a base of nothing', (n) => Object.assign(n, { base_mva: 0 }), /base_mva; got 0/],
    [
      'a load at a missing bus',
      (n) => Object.assign(n.loads[0], { bus: 'X' }),
      /loads\[0\] "harbour"\.bus; got "X"/,
    ],
    [
      'an island',
      (n) => void n.buses.push({ id: 'S7', name: 'Island', base_kv: 110 }),
      /buses; got \["S7"\]; allowed: buses that a generator reaches.*add a generator/,
    ],
  ];
  for (const [what, change, says] of cases) {
    it(`refuse ${what}`, () => {
      const network = structuredClone(builtinNetwork('riverside'));
      change(network);
      assert.throws(
        () => checkNetwork(network),
        (error: GridError) =>
          error instanceof GridError && error.code === 'INVALID_NETWORK' && says.test(error.message),
      );
    });
  }

  it('take an open branch without impedance, which then stays open', () => {
    const network = structuredClone(builtinNetwork('ieee33'));
    Object.assign(network.branches[35], { r_pu: 0, x_pu: 0 });
    const { branchUsable, switchable } = compileGrid(network);
    assert.deepEqual([branchUsable[35], switchable[35], branchUsable[34]], [0, 0, 1]);
  });

  it('take what is built in', () => {
    for (const name of BUILTIN_NAMES) checkNetwork(builtinNetwork(name));
  });
});
