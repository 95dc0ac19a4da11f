import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { alternativePaths, cheapestPath, MOST_ALTERNATIVES } from '../../../lib/paths/routing';
import { nominalState } from '../grids';
import { allPaths, mapOf, pathCost, randomCases } from './brute-force';

describe('alternative paths', () => {
  const cases = [...randomCases(40, 0.8), ...randomCases(20, 1)];

  it('are the cheapest of all, in order, each once, and as many as there are', () => {
    let most = 0;
    let short = 0;
    for (const one of cases) {
      const { grid, state, map } = one;
      for (let bus = 0; bus < grid.busCount; bus++) {
        if (grid.isSource[bus] === 1) continue;
        const wanted = allPaths(grid, state, bus)
          .map((path) => pathCost(one, path))
          .sort((a, b) => a - b);
        for (const count of [1, 2, 3, 7, MOST_ALTERNATIVES]) {
          const got = alternativePaths(map, bus, count);
          assert.equal(got.length, Math.min(count, wanted.length));
          assert.equal(new Set(got.map(String)).size, got.length, 'each once');
          for (const [rank, path] of got.entries()) {
            assert.ok(Math.abs(pathCost(one, path) - wanted[rank]) < 1e-12, `rank ${rank} of bus ${bus}`);
          }
          most = Math.max(most, got.length);
          if (got.length > 0 && got.length < count) short++;
        }
      }
    }
    assert.ok(most === MOST_ALTERNATIVES && short > 50, `${most}, ${short}`);
  });

  it('lead over branches that carry, pass no bus twice, and end at the first generator', () => {
    for (const { grid, state, map } of cases) {
      for (let bus = 0; bus < grid.busCount; bus++) {
        const known = new Set(grid.isSource[bus] === 1 ? [] : allPaths(grid, state, bus).map(String));
        for (const path of alternativePaths(map, bus, 10)) assert.ok(known.has(String(path)));
      }
    }
  });

  it('begin with the path of the one pass', () => {
    for (const { grid, map } of cases) {
      for (let bus = 0; bus < grid.busCount; bus++) {
        const [first] = alternativePaths(map, bus, 4);
        if (first !== undefined) assert.deepEqual(first, cheapestPath(map, bus));
      }
    }
  });

  it('keep parallel branches apart, and give the same answer to the same question', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    const twin = network.branches.find(({ id }) => id === 'L4')!;
    for (const suffix of ['b', 'c']) network.branches.push({ ...twin, id: `L4${suffix}` });
    const grid = compileGrid(network);
    const map = mapOf(grid, nominalState(grid), 0.1);
    const steelworks = grid.busIndex.get('S4')!;
    const names = () =>
      alternativePaths(map, steelworks, 3).map((path) => path.map((k) => network.branches[k].id));
    assert.deepEqual(names().flat().toSorted(), ['L4', 'L4b', 'L4c']);
    assert.deepEqual(names(), names());
  });

  it('work where branches cost nothing, or less than nothing', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    for (const [index, branch] of network.branches.entries()) {
      Object.assign(branch, { r_pu: index % 3 === 0 ? -0.01 : 0, closed: true });
    }
    const grid = compileGrid(network);
    const state = nominalState(grid);
    const map = mapOf(grid, state, 0);
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (grid.isSource[bus] === 1) continue;
      const paths = alternativePaths(map, bus, 20);
      assert.equal(paths.length, Math.min(20, allPaths(grid, state, bus).length));
      assert.ok(paths.every((path) => path.every((over) => map.branch_cost[over] === 0)));
    }
  });

  it('refuse a count that is none, too large, or not whole', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const map = mapOf(grid, nominalState(grid), 0.1);
    for (const count of [0, -1, 1.5, Number.NaN, MOST_ALTERNATIVES + 1]) {
      assert.throws(() => alternativePaths(map, 2, count), /INVALID_SETTING|from 1 to 20/, String(count));
    }
  });

  it('are none at a generator, and where no path leads', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const dead = nominalState(grid, { closed: new Uint8Array(grid.branchCount) });
    const map = mapOf(grid, dead, 0.1);
    for (let bus = 0; bus < grid.busCount; bus++) assert.deepEqual(alternativePaths(map, bus, 3), []);
  });
});
