import { strict as assert } from 'node:assert';
import type { Branch } from '../../../lib/contract';
import { compileGrid } from '../../../lib/grid';
import {
  type BranchPath,
  cheapestDisjointPair,
  cheapestPath,
  findBackup,
  findBarriers,
} from '../../../lib/paths/routing';
import { nominalState, randomNetwork } from '../grids';
import { allPaths, mapOf, pathCost, randomCases, shareNothing } from './brute-force';

const near = (got: number, wanted: number, what: string) =>
  assert.ok(Math.abs(got - wanted) < 1e-12, `${what}: ${got}, wanted ${wanted}`);

/** Buses B0 (generator) to B5, and these branches: from, to, r. */
function gridOf(branches: readonly (readonly [number, number, number])[]) {
  const network = randomNetwork({ buses: 6, extraBranches: 0, generators: 1, seed: 1 });
  const like = network.branches[0];
  network.branches = branches.map(
    ([from, to, r_pu], k): Branch => ({ ...like, id: `L${k}`, from: `B${from}`, to: `B${to}`, r_pu }),
  );
  return compileGrid(network);
}

describe('backup paths', () => {
  // Sparse ones, so that traps and bottlenecks come up.
  const cases = [...randomCases(60, 0.6), ...randomCases(60, 0.8), ...randomCases(90, 1, 3)];

  it('are what walking every path finds: beside the first, the cheapest pair, or the bottlenecks', () => {
    const seen: Record<string, number> = {};
    for (const one of cases) {
      const { grid, state, map } = one;
      for (let bus = 0; bus < grid.busCount; bus++) {
        const backup = findBackup(map, bus);
        seen[backup.kind] = (seen[backup.kind] ?? 0) + 1;
        const paths = allPaths(grid, state, bus);
        const first = cheapestPath(map, bus);
        const beside = first === null ? [] : paths.filter((path) => shareNothing(path, first));
        const everywhere = (paths[0] ?? []).filter((over) => paths.every((path) => path.includes(over)));
        switch (backup.kind) {
          case 'unreachable':
            assert.deepEqual([paths.length, grid.isSource[bus]], [0, 0]);
            break;
          case 'source':
            assert.equal(grid.isSource[bus], 1);
            break;
          case 'disjoint':
            assert.ok(beside.some((path) => String(path) === String(backup.path)));
            near(
              pathCost(one, backup.path),
              Math.min(...beside.map((path) => pathCost(one, path))),
              'backup',
            );
            break;
          case 'pair':
            assert.equal(beside.length, 0);
            assert.equal(everywhere.length, 0);
            break;
          case 'none':
            assert.ok(paths.length > 0);
            assert.deepEqual(backup.bottlenecks.toSorted(), everywhere.toSorted());
            assert.ok(backup.bottlenecks.length > 0);
            break;
        }
      }
    }
    for (const kind of ['disjoint', 'none', 'source', 'unreachable'])
      assert.ok(seen[kind] > 20, `${kind}: ${seen[kind]}`);
    assert.ok(seen.pair > 2, `traps among the random grids: ${seen.pair}`);
  });

  it('come in pairs that cost least of all pairs', () => {
    let pairs = 0;
    // With risks that weigh much, so that costs differ widely and it pays to travel the first path backwards.
    const wary = randomCases(250, 1, 5).map(({ grid, state }) => {
      return { grid, state, weight: 1, map: mapOf(grid, state, 1) };
    });
    for (const one of [...cases, ...wary]) {
      const { grid, state, map } = one;
      for (let bus = 0; bus < grid.busCount; bus++) {
        if (grid.isSource[bus] === 1) {
          assert.equal(cheapestDisjointPair(map, bus), null);
          continue;
        }
        const paths = allPaths(grid, state, bus);
        let wanted = Number.POSITIVE_INFINITY;
        for (const a of paths) {
          for (const b of paths) {
            if (shareNothing(a, b)) wanted = Math.min(wanted, pathCost(one, a) + pathCost(one, b));
          }
        }
        const pair = cheapestDisjointPair(map, bus);
        assert.equal(pair === null, wanted === Number.POSITIVE_INFINITY);
        if (pair === null) continue;
        pairs++;
        const known = new Set(paths.map(String));
        assert.ok(pair.every((path) => known.has(String(path))));
        assert.ok(shareNothing(...pair));
        assert.ok(pathCost(one, pair[0]) <= pathCost(one, pair[1]) + 1e-12);
        near(pathCost(one, pair[0]) + pathCost(one, pair[1]), wanted, 'pair');
      }
    }
    assert.ok(pairs > 100, `${pairs}`);
  });

  it('do not fall into the trap of the first path', () => {
    // The cheapest way to B5 is B0-B1-B2-B5; whoever takes it is left without another.
    const grid = gridOf([
      [0, 1, 0.01],
      [1, 2, 0.01],
      [2, 5, 0.01],
      [0, 3, 0.03],
      [3, 2, 0.03],
      [1, 4, 0.03],
      [4, 5, 0.04],
    ]);
    const map = mapOf(grid, nominalState(grid), 0);
    const b5 = grid.busIndex.get('B5')!;
    assert.deepEqual(cheapestPath(map, b5), [2, 1, 0]);
    const backup = findBackup(map, b5);
    assert.ok(backup.kind === 'pair', backup.kind);
    assert.deepEqual<readonly BranchPath[]>(backup.pair, [
      [2, 4, 3],
      [6, 5, 0],
    ]);
  });

  it('name the bottlenecks from the generator on', () => {
    // B0 = B1 - B2 = B3 - B4, and a branch to nowhere.
    const grid = gridOf([
      [0, 1, 0.01],
      [0, 1, 0.02],
      [1, 2, 0.01],
      [2, 3, 0.02],
      [2, 3, 0.01],
      [3, 4, 0.01],
      [2, 5, 0.01],
    ]);
    const map = mapOf(grid, nominalState(grid), 0);
    const backupOf = (id: string) => findBackup(map, grid.busIndex.get(id)!);
    assert.deepEqual(backupOf('B4'), { kind: 'none', bottlenecks: [2, 5] });
    assert.deepEqual(backupOf('B5'), { kind: 'none', bottlenecks: [2, 6] });
    assert.deepEqual(backupOf('B1'), { kind: 'disjoint', path: [1] });
  });

  it('find the branches between a dark bus and the supplied ones, and none beyond', () => {
    // B0 - B1, and dark B2 - B3; B4 and B5 hang on B3 by open branches.
    const grid = gridOf([
      [0, 1, 0.01],
      [1, 2, 0.01],
      [2, 3, 0.01],
      [3, 0, 0.01],
      [3, 4, 0.01],
      [4, 5, 0.01],
      [4, 1, 0.01],
    ]);
    const closed = Uint8Array.from([1, 0, 1, 0, 0, 1, 0]);
    const map = mapOf(grid, nominalState(grid, { closed }), 0);
    assert.deepEqual(findBarriers(map, grid.busIndex.get('B2')!), [1, 3]);
    assert.deepEqual(findBarriers(map, grid.busIndex.get('B5')!), [6]);
  });
});
