import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Network } from '../../../lib/contract';
import {
  builtinNetwork,
  caseOfNetwork,
  generateFeeders,
  generateNetwork,
  NETWORK_FORMATS,
  networkOfCase,
  readMatpowerText,
  readNetworkText,
  writeNetworkText,
} from '../../../lib/grid';
import { SMALL, smallWith } from './cases';

const read = (text: string): Network => readNetworkText(text, 'small.m');
/** Written and read again, through the bytes of a file. */
const again = (network: Network, format: (typeof NETWORK_FORMATS)[number]): Network => {
  const bytes = Buffer.from(writeNetworkText(network, format));
  return readNetworkText(bytes.toString(), format === 'matpower' ? 'x.m' : 'x.json');
};

/** A network with what MATPOWER's tables have no place for. */
const AWKWARD: Network = {
  format: 'gridloom-network',
  version: 1,
  id: 'mill street 7',
  name: "Miller's\nstreet \\ 7",
  source: 'A drawing, 7/11, half a character \ud83d',
  base_mva: 12.5,
  buses: [
    { id: 'α 1', name: ' source ', base_kv: 11, vm_pu: 1, va_degree: 0, in_service: true, x: 0.1, y: -3 },
    { id: "b'2", name: '%{', vm_min_pu: 0.94 },
    { id: '3', name: '', vm_max_pu: 1.06, x: 5 },
    { id: 'off', name: 'Off', in_service: false },
  ],
  generators: [
    { id: 'a', bus: 'α 1', p_mw: 0, vm_pu: 1, slack: false, p_max_mw: 0.1 },
    { id: 'b', bus: 'α 1', p_mw: 1 / 3, vm_pu: 1.01, slack: true, q_min_mvar: -0.1, voltage_control: true },
    { id: 'c', bus: "b'2", p_mw: 0.2, q_mvar: 0.1, vm_pu: 1, voltage_control: false },
    { id: 'd', bus: "b'2", p_mw: 0.2, vm_pu: 1, in_service: false, p_min_mw: 0 },
  ],
  loads: [
    { id: 'z', bus: '3', p_mw: 0.1, q_mvar: 0.2, customer: 'commercial' },
    { id: 'y', bus: '3', p_mw: 0.2, q_mvar: 0, customer: 'residential', priority: 1 },
    { id: 'x', bus: "b'2", p_mw: 0, q_mvar: 0, priority: 3 },
  ],
  shunts: [
    { id: 's1', bus: '3', g_mw: 0, b_mvar: 0.3 },
    { id: 's2', bus: '3', g_mw: 0.1, b_mvar: 0.6 },
  ],
  branches: [
    {
      id: 'k1',
      name: 'Cable',
      kind: 'cable',
      from: 'α 1',
      to: "b'2",
      r_pu: 0.1,
      x_pu: 0.1,
      closed: true,
      length_km: 2,
    },
    {
      id: 'k2',
      name: 'T',
      kind: 'transformer',
      from: "b'2",
      to: '3',
      r_pu: 0,
      x_pu: 0.1,
      closed: true,
      switchable: false,
    },
    {
      id: 'k3',
      name: 'Tie',
      kind: 'line',
      from: '3',
      to: 'α 1',
      r_pu: 0.1,
      x_pu: 0.1,
      closed: false,
      tap_ratio: 1.02,
      age_years: 0,
    },
  ],
};

describe('a MATPOWER case as a network', () => {
  it('has the elements of its tables, by the rules of docs/network-format.md', () => {
    const network = read(SMALL);
    assert.deepEqual(network.buses, [
      { id: '1', name: 'Bus 1', base_kv: 110, vm_min_pu: 0.9, vm_max_pu: 1.1 },
      { id: '2', name: 'Bus 2', base_kv: 110, vm_min_pu: 0.9, vm_max_pu: 1.1 },
      { id: '7', name: 'Bus 7', vm_min_pu: 0.9, vm_max_pu: 1.1, vm_pu: 1.01, va_degree: -2.5 },
    ]);
    assert.deepEqual(network.generators, [
      { id: 'G1', bus: '1', p_mw: 0, vm_pu: 1.02, slack: true, p_min_mw: 0, p_max_mw: 200 },
      {
        ...{ id: 'G2', bus: '7', p_mw: 15, q_mvar: 3, vm_pu: 1.01 },
        ...{ p_min_mw: 5, p_max_mw: 40, q_min_mvar: -10, q_max_mvar: 10 },
      },
    ]);
    assert.deepEqual(network.loads, [
      { id: 'D2', bus: '2', p_mw: 10, q_mvar: 5 },
      { id: 'D7', bus: '7', p_mw: 20, q_mvar: -8 },
    ]);
    assert.deepEqual(network.shunts, [
      { id: 'S2', bus: '2', g_mw: 0, b_mvar: 2 },
      { id: 'S7', bus: '7', g_mw: 1.5, b_mvar: 0 },
    ]);
    assert.deepEqual(network.branches.slice(1), [
      {
        ...{ id: 'L2', name: 'L2', kind: 'transformer', from: '2', to: '7', r_pu: 0, x_pu: 0.1 },
        ...{ tap_ratio: 0.98, shift_degree: -30, closed: true },
      },
      {
        ...{ id: 'L3', name: 'L3', kind: 'line', from: '1', to: '7', r_pu: 0.02, x_pu: 0.06 },
        ...{ rating_mva: 60, closed: false },
      },
    ]);
    assert.deepEqual(network.matpower, {
      gen: { 7: [null, 50] },
      branch: { 7: [null, null, 70], 8: [null, null, 80] },
      columns: { gen: 10 },
    });
  });

  it('has an isolated bus out of service and generators of PQ buses without voltage control', () => {
    const network = read(
      smallWith(
        'mpc.bus(2, 2) = 4; mpc.bus(2, 3:6) = 0; mpc.bus(3, 2) = 1;',
        'mpc.branch(3, 11) = 1; mpc.gen(3, :) = mpc.gen(2, :); mpc.gen(3, 8) = 0;',
      ),
    );
    assert.equal(network.buses[1].in_service, false);
    assert.deepEqual(
      network.generators.map(({ voltage_control, in_service }) => [voltage_control, in_service]),
      [
        [undefined, undefined],
        [false, undefined],
        [false, false],
      ],
    );
  });

  it('balances with the first generator in service at a bus of type 3', () => {
    const network = read(
      smallWith('mpc.gen = mpc.gen([1 1 1 2], :); mpc.gen(1, 8) = 0; mpc.gen(2, 6) = 1.03;'),
    );
    assert.deepEqual(
      network.generators.map(({ slack }) => slack),
      [undefined, true, undefined, undefined],
    );
    assert.deepEqual(caseOfNetwork(network).gen[0][7], 0);
  });

  it('takes the names of bus_name, trimmed, and writes them as they were', () => {
    const text = smallWith("mpc.bus_name = {'ONE   '; 'TWO'; ''};");
    const network = read(text);
    assert.deepEqual(
      network.buses.map(({ name }) => name),
      ['ONE', 'TWO', 'Bus 7'],
    );
    const names = (edited: Network): unknown => caseOfNetwork(edited).tables.bus_name;
    assert.deepEqual(names(network), { cell: [['ONE   '], ['TWO'], ['']] });
    network.buses[1].name = 'ZWEI';
    assert.deepEqual(names(network), { cell: [['ONE   '], ['ZWEI'], ['']] });
  });

  it('is read alike in version 1, by the places of the results', () => {
    const tables = SMALL.replace(/^[\s\S]*?mpc\.baseMVA/, 'mpc.baseMVA').replaceAll('mpc.', '');
    const named = `function [baseMVA, bus, gen, branch] = small\n${tables}`;
    const plain = readMatpowerText(tables, 'small.m', 'small');
    const expected = { ...readMatpowerText(SMALL, 'small.m', ''), version: '1' };
    assert.deepEqual(readMatpowerText(named, 'small.m', ''), expected);
    assert.deepEqual(plain, expected);
    assert.deepEqual(caseOfNetwork(networkOfCase(plain)), plain);
    const other = named.replace('[baseMVA, bus', '[S, bus').replace('baseMVA =', 'S =');
    assert.deepEqual(readMatpowerText(other, 'small.m', ''), expected);
  });

  it('keeps what it holds beyond the three tables, and columns beyond those named', () => {
    const text = smallWith(
      'mpc.gencost = [2 0 0 3 0.1 20 0; 2 0 0 2 1 Inf 0];',
      "mpc.genfuel = {'coal'; 'wind'};",
      "mpc.note = 'it''s';",
      'mpc.reserves.zones = [1 1];',
      'mpc.if.map = [];',
      'mpc.branch(:, 14) = [1; 2; 3];',
    );
    const data = readMatpowerText(text, 'small.m', '');
    const network = networkOfCase(data);
    assert.deepEqual(caseOfNetwork(network), data);
    for (const format of NETWORK_FORMATS) assert.deepEqual(again(network, format), network);
  });
});

describe('a network as a MATPOWER case', () => {
  const networks = [
    AWKWARD,
    { ...AWKWARD, shunts: [] },
    { ...AWKWARD, shunts: undefined },
    builtinNetwork('riverside'),
    builtinNetwork('ieee33'),
    ...[1, 2, 3].map((seed) => generateNetwork({ num_nodes: 40 * seed, num_generators: 3, seed })),
  ].map((network) => JSON.parse(JSON.stringify(network)) as Network);
  for (const network of networks) {
    for (const format of NETWORK_FORMATS) {
      it(`${network.id} is read again from ${format} as it was`, () => {
        assert.deepEqual(again(network, format), network);
      });
    }
  }

  it('is read again where it is large', () => {
    const network = generateFeeders({ num_nodes: 12_000, seed: 1 });
    const again = readNetworkText(writeNetworkText(network, 'matpower'), 'large.m');
    // Not deepEqual of the whole: a difference would take minutes to print.
    assert.ok(isDeepStrictEqual(again, JSON.parse(JSON.stringify(network))));
  });

  it('has tables of the sums and kinds of its elements', () => {
    const { bus, gen, branch } = caseOfNetwork(AWKWARD);
    assert.deepEqual(
      bus.map((row) => row.slice(0, 6)),
      [
        [1, 3, 0, 0, 0, 0],
        [2, 1, 0, 0, 0, 0],
        [3, 1, 0.1 + 0.2, 0.2, 0.1, 0.3 + 0.6],
        [4, 4, 0, 0, 0, 0],
      ],
    );
    assert.deepEqual(gen[1].slice(0, 10), [1, 1 / 3, 0, Infinity, -0.1, 1.01, 12.5, 1, Infinity, -Infinity]);
    assert.deepEqual(
      branch.map((row) => [row[0], row[1], row[8], row[10]]),
      [
        [1, 2, 0, 1],
        [2, 3, 1, 1],
        [3, 1, 1.02, 0],
      ],
    );
  });

  it('lets its tables win where these were edited in the file', () => {
    const text = writeNetworkText(AWKWARD, 'matpower')
      .replace('\t2\t3\t0\t0.1\t0\t0\t0\t0\t1\t', '\t2\t3\t0\t0.1\t0\t0\t0\t0\t0.95\t')
      .replace('\t3\t1\t0.30000000000000004\t', '\t3\t1\t0.5\t');
    const network = read(text);
    assert.deepEqual(network.branches[1], { ...AWKWARD.branches[1], tap_ratio: 0.95 });
    assert.deepEqual(network.loads, [AWKWARD.loads[2], { id: 'D3', bus: '3', p_mw: 0.5, q_mvar: 0.2 }]);
    assert.deepEqual(network.shunts, AWKWARD.shunts);
    const type = writeNetworkText(AWKWARD, 'matpower').replace(
      'mpc.bus_name',
      'mpc.bus(2, 2) = 2;\nmpc.bus_name',
    );
    assert.equal(read(type).generators[2].voltage_control, undefined);
    assert.equal(read(type).generators[1].slack, AWKWARD.generators[1].slack);
  });

  it('keeps remainders that still fit when elements come and go', () => {
    const network = read(
      smallWith('mpc.gencost = [2 0 0 1 3; 2 0 0 1 4];', 'mpc.bus(3, 2) = 2; mpc.bus(2, 2) = 2;'),
    );
    assert.equal(caseOfNetwork(network).bus[1][1], 2);
    network.generators.push({ id: 'new', bus: '2', p_mw: 1, vm_pu: 1 });
    network.generators[0].slack = false;
    network.generators[1].slack = true;
    const { bus, gen, tables } = caseOfNetwork(network);
    assert.deepEqual(
      bus.map((row) => row[1]),
      [2, 2, 3],
    );
    network.generators[1].slack = false;
    network.generators[2].slack = true;
    assert.deepEqual(
      caseOfNetwork(network).bus.map((row) => row[1]),
      [2, 3, 2],
    );
    assert.deepEqual(
      gen.map((row) => row[6]),
      [100, 100, 100],
    );
    assert.equal(tables.gencost, undefined);
  });

  it('is refused where a further field could be no name of a case file', () => {
    const network = { ...AWKWARD, matpower: { tables: { "x = 1; system('ls'); mpc.y": [[1]] } } };
    assert.throws(() => writeNetworkText(network, 'matpower'), /matpower\.tables, .*names of letters/);
  });
});
