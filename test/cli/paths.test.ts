import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeRoutes, SupplyPath } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';
import { run, runJson } from './run';

interface All {
  risk_weight: number;
  unreachable_count: number;
  elapsed_ms: number;
  paths: SupplyPath[];
}

describe('gridloom paths', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-paths-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, value: unknown): string => {
    const file = path.join(folder, name);
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return file;
  };

  it('gives the path of every bus that has no generator', async () => {
    const { paths, risk_weight, unreachable_count } = await runJson<All>('paths', 'builtin:ieee33');
    assert.deepEqual([paths.length, risk_weight, unreachable_count], [32, 0.1, 0]);
    const last = paths.find(({ node }) => node === 'B18')!;
    assert.deepEqual([last.nodes.length, last.generator, last.hold_probability], [18, 'B1', 1]);
    // A feeder's losses are those of its lines: 202.68 kW in all (Baran and Wu, 1989).
    const { loss_mw, branches } = await runJson<{
      loss_mw: number;
      branches: { id: string; p_from_mw: number; p_to_mw: number }[];
    }>('powerflow', 'builtin:ieee33');
    const lost = new Map(branches.map(({ id, p_from_mw, p_to_mw }) => [id, p_from_mw + p_to_mw]));
    assert.ok(Math.abs(loss_mw - 0.20268) < 1e-5);
    for (const { edges, loss_mw: along } of paths) {
      assert.ok(Math.abs(along! - edges.reduce((sum, id) => sum + lost.get(id)!, 0)) < 1e-9);
    }
    assert.match((await run('paths', 'builtin:ieee33')).out, /paths +32 in .* ms, 0 buses without a path/);
  });

  it('gives the alternatives and the backup of one node, weighed by the risks of a file', async () => {
    const plain = await runJson<NodeRoutes>(
      'paths',
      'builtin:riverside',
      '--node',
      'S4',
      '--alternatives',
      '5',
    );
    assert.deepEqual(plain.alternatives[0].edges, ['L4']);
    assert.deepEqual(
      [plain.backup.kind, plain.backup.paths.length, plain.backup.reason],
      ['disjoint', 1, null],
    );
    const risk = write('risk.json', { grid_id: 'riverside', edges: { L4: 0.9 } });
    const args = ['--risk', risk, '--risk-weight', '1'];
    const wary = await runJson<NodeRoutes>('paths', 'builtin:riverside', '--node', 'S4', ...args);
    assert.equal(wary.alternatives.length, 3);
    assert.ok(!wary.alternatives[0].edges.includes('L4'));
    const { out } = await run('paths', 'builtin:riverside', '--node', 'S4', ...args);
    assert.match(out, /^Paths of S4/);
    assert.match(out, /Backup:\ndisjoint {2}/);
  });

  it('takes risks as an object, as a list, and as the API answers them', async () => {
    const list = [{ id: 'L4', failure_probability: 0.25, failure_type: 'mechanical_fatigue' }];
    const forms = {
      object: { edges: { L4: 0.25 } },
      list,
      api: { grid_id: 'riverside', sequence: 3, edges: list },
      marked: `\uFEFF${JSON.stringify(list)}`,
    };
    for (const [name, value] of Object.entries(forms)) {
      const args = ['paths', 'builtin:riverside', '--risk', write(`${name}.json`, value)];
      const [first] = (await runJson<NodeRoutes>(...args, '--node', 'S4', '--risk-weight', '0')).alternatives;
      assert.deepEqual([first.edges, first.hold_probability, first.risk_cost], [['L4'], 0.75, 0], name);
    }
  });

  it('says why a node has no path, and that it has none with exit code 1', async () => {
    const network = structuredClone(builtinNetwork('ieee33'));
    const cut = network.branches.find(
      ({ from, to }) => [from, to].includes('B22') && [from, to].includes('B21'),
    )!;
    cut.closed = false;
    const file = write('cut.json', network);
    const { code, out, notes } = await run('paths', file, '--node', 'B22', '--json');
    const { reachable, alternatives, backup } = JSON.parse(out);
    assert.deepEqual([code, reachable, alternatives, backup.kind], [1, false, [], 'none']);
    assert.equal(notes.length, 1);
    assert.ok(backup.reason.includes(`${cut.id} (open)`), backup.reason);
    const all = await runJson<All>('paths', file);
    assert.equal(all.unreachable_count, 1);
    assert.equal((await run('paths', file)).code, 0);
    assert.equal((await run('paths', 'builtin:ieee33', '--node', 'B1')).code, 0, 'a generator');
  });

  const refused: [string, (() => string)[], RegExp][] = [
    ['an unknown node', [() => '--node', () => '33'], /no such element: node id; got "33"/],
    ['no alternatives', [() => '--node', () => 'S4', () => '--alternatives', () => '0'], /from 1 to 20/],
    ['too many', [() => '--node', () => 'S4', () => '--alternatives', () => '21'], /from 1 to 20/],
    ['alternatives of all', [() => '--alternatives', () => '3'], /--alternatives.*with --node/],
    ['a negative weight', [() => '--risk-weight=-1'], /--risk-weight; got "-1"; allowed: a number from 0/],
    ['a weight that is none', [() => '--risk-weight', () => 'high'], /--risk-weight/],
    [
      'a risk file that is not there',
      [() => '--risk', () => path.join(folder, 'none.json')],
      /cannot be used/,
    ],
    ['a folder of risks', [() => '--risk', () => folder], /no regular file/],
    ['what is no JSON', [() => '--risk', () => write('a.json', '{"edges"')], /cannot be used/],
    ['another form', [() => '--risk', () => write('b.json', { risks: {} })], /b\.json: edges/],
    ['a number', [() => '--risk', () => write('c.json', 3)], /cannot be used/],
    [
      'another grid',
      [() => '--risk', () => write('d.json', { grid_id: 'x', edges: {} })],
      /grid_id; got "x"/,
    ],
    ['an unknown edge', [() => '--risk', () => write('e.json', { edges: { L99: 0.1 } })], /got "L99"/],
    [
      'an entry without id',
      [() => '--risk', () => write('f.json', [null])],
      /\[0\]; got null; allowed: JSON/,
    ],
    [
      'a probability above 1',
      [() => '--risk', () => write('g.json', { edges: { L4: 1.5 } })],
      /"L4"; got 1\.5/,
    ],
    [
      'a probability as text',
      [() => '--risk', () => write('h.json', { edges: { L4: '0.5' } })],
      /got "0\.5"/,
    ],
    [
      'an edge twice',
      [
        () => '--risk',
        () =>
          write('i.json', [
            { id: 'L4', failure_probability: 0 },
            { id: 'L4', failure_probability: 0 },
          ]),
      ],
      /\[1\]; got "L4"; allowed: each branch once/,
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}, with nothing on standard output`, async () => {
      const { code, out, notes } = await run(
        'paths',
        'builtin:riverside',
        ...args.map((arg) => arg()),
        '--json',
      );
      assert.deepEqual([code, out, notes.length], [2, '', 1]);
      assert.match(notes[0], message);
    });
  }
});
