import { strict as assert } from 'node:assert';
import type { NodeRoutes, SupplyPath } from '../../../lib/contract';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import type { MeasuredBranches } from '../../../lib/paths';
import { RouteFinder } from '../../../lib/paths';
import { Random } from '../../../lib/random';
import { WorkerPool } from '../../../lib/workers';
import { nominalState } from '../grids';
import { randomCases } from './brute-force';

const near = (got: number | null | undefined, wanted: number, what: string) =>
  assert.ok(typeof got === 'number' && Math.abs(got - wanted) < 1e-12, `${what}: ${got}, wanted ${wanted}`);

function finderOf(grid: Grid, state: MeasuredBranches, weight: number): RouteFinder {
  const finder = new RouteFinder(grid);
  finder.observe(state, weight);
  return finder;
}

/** Riverside, with everything closed and healthy, and these edges otherwise. */
function riverside(changes: { open?: string[]; failed?: string[] }) {
  const network = builtinNetwork('riverside');
  const grid = compileGrid(network);
  const state = { ...nominalState(grid), loss_mw: new Float64Array(grid.branchCount).fill(0.1) };
  for (const id of changes.open ?? []) state.closed[grid.branchIndex.get(id)!] = 0;
  for (const id of changes.failed ?? []) state.in_service[grid.branchIndex.get(id)!] = 0;
  return { network, grid, state };
}

describe('routes of a node', () => {
  it('have figures that are the sums and products of their edges', () => {
    for (const [seed, { grid, state, weight }] of randomCases(30, 0.9).entries()) {
      const random = new Random(seed);
      const loss_mw = Float64Array.from(grid.from, () => random.next());
      const finder = finderOf(grid, { ...state, loss_mw }, weight);
      for (const { id } of grid.network.buses) {
        const { alternatives, backup } = finder.routesOf(id, 5);
        for (const path of [...alternatives, ...backup.paths])
          checkFigures(grid, state, loss_mw, weight, path);
      }
    }
  });

  it('say that losses are unknown where one edge’s are', () => {
    const { grid, state } = riverside({});
    state.loss_mw.fill(Number.NaN);
    assert.equal(finderOf(grid, state, 0.1).routesOf('S4', 1).alternatives[0].loss_mw, null);
  });

  it('tell a generator and a node that nothing reaches from one without a backup', () => {
    const { network, grid, state } = riverside({});
    const ends = network.branches.filter(({ from, to }) => from === 'S4' || to === 'S4').map(({ id }) => id);
    const [first, ...others] = ends;
    const backupOf = (node: string, measured: MeasuredBranches) => {
      const { alternatives, backup } = finderOf(grid, measured, 0.1).routesOf(node, 3);
      return { count: alternatives.length, ...backup };
    };
    assert.deepEqual(backupOf('G1', state), {
      count: 0,
      kind: 'none',
      paths: [],
      bottlenecks: [],
      reason: 'a generator stands at "G1" itself',
    });
    const single = riverside({ open: others });
    single.state.closed[grid.branchIndex.get(first)!] = 1;
    const { kind, bottlenecks, reason } = backupOf('S4', single.state);
    assert.equal(kind, 'none');
    assert.ok(bottlenecks.includes(first));
    assert.equal(reason, `every path passes ${bottlenecks.join(', ')}`);
    const dark = backupOf('S4', riverside({ open: others, failed: [first] }).state);
    assert.deepEqual([dark.count, dark.kind, dark.bottlenecks], [0, 'none', []]);
    assert.ok(
      dark.reason!.startsWith('no closed, healthy way leads to "S4" from any generator; in between: '),
    );
    assert.ok(dark.reason!.includes(`${first} (failed)`));
    for (const id of others) assert.ok(dark.reason!.includes(`${id} (open)`));
  });

  it('refuse an unknown node, a count of none, and a question before any state', () => {
    const { grid, state } = riverside({});
    const finder = finderOf(grid, state, 0.1);
    assert.throws(() => finder.routesOf('S9', 3), { code: 'UNKNOWN_ELEMENT' });
    assert.throws(() => finder.routesOf('S4', 0), { code: 'INVALID_SETTING' });
    assert.throws(() => new RouteFinder(grid).routesOf('S4', 3), { code: 'NOT_READY' });
  });

  it('are the same in a thread', async () => {
    const { network, grid, state } = riverside({ open: ['L1'] });
    const pool = new WorkerPool();
    try {
      const session = await pool.open('route-finder', { network });
      await session.call('observe', state, 0.1);
      const got: NodeRoutes = await session.call('routesOf', 'S4', 4);
      assert.deepEqual(got, finderOf(grid, state, 0.1).routesOf('S4', 4));
      await assert.rejects(session.call('routesOf', 'S9', 4), { code: 'UNKNOWN_ELEMENT' });
    } finally {
      await pool.close();
    }
  });
});

function checkFigures(
  grid: Grid,
  { failure_probability }: { failure_probability: Float64Array },
  loss_mw: Float64Array,
  weight: number,
  path: SupplyPath,
): void {
  const branches = path.edges.map((id) => grid.branchIndex.get(id)!);
  const sum = (of: (branch: number) => number) => branches.reduce((total, branch) => total + of(branch), 0);
  near(
    path.resistance_pu,
    sum((k) => grid.r_pu[k]),
    'resistance',
  );
  near(path.risk_cost, weight * sum((k) => failure_probability[k]), 'risk');
  near(path.cost, path.resistance_pu! + path.risk_cost!, 'cost');
  near(
    path.loss_mw,
    sum((k) => loss_mw[k]),
    'losses',
  );
  const holds = branches.reduce((product, k) => product * (1 - failure_probability[k]), 1);
  near(path.hold_probability, holds, 'probability');
  assert.deepEqual([path.nodes[0], path.nodes.at(-1)], [path.generator, path.node]);
  for (const [step, branch] of branches.entries()) {
    const { from, to } = grid.network.branches[branch];
    assert.deepEqual([path.nodes[step], path.nodes[step + 1]].toSorted(), [from, to].toSorted());
  }
}
