import { strict as assert } from 'node:assert';
import type { Grid } from '../../../lib/grid';
import { findBridges } from '../../../lib/paths/agent/bridges';
import { incidenceOf, supplyGraph } from '../../../lib/paths/routing';
import { Random } from '../../../lib/random';
import { randomGrid } from '../grids';

/** Parts that the live branches connect, by joining the names of both ends until nothing changes. */
function countParts(grid: Grid, live: Uint8Array): number {
  const part = Int32Array.from({ length: grid.busCount }, (_, bus) => bus);
  for (let changed = true; changed; ) {
    changed = false;
    for (let branch = 0; branch < grid.branchCount; branch++) {
      const [a, b] = [part[grid.from[branch]], part[grid.to[branch]]];
      if (live[branch] === 0 || a === b) continue;
      part[grid.from[branch]] = part[grid.to[branch]] = Math.min(a, b);
      changed = true;
    }
  }
  return new Set(part).size;
}

describe('bridges', () => {
  it('are the branches whose opening makes one part more', () => {
    for (let seed = 0; seed < 60; seed++) {
      const grid = randomGrid({ buses: 12, extraBranches: seed % 12, generators: 2, seed });
      const random = new Random(seed);
      const live = Uint8Array.from(grid.from, () => (random.next() < 0.9 ? 1 : 0));
      const bridge = findBridges(incidenceOf(supplyGraph(grid)), live);
      const parts = countParts(grid, live);
      for (let branch = 0; branch < grid.branchCount; branch++) {
        const without = live.slice();
        without[branch] = 0;
        const cuts = countParts(grid, without) > parts;
        assert.equal(bridge[branch] === 1, cuts, `seed ${seed}, branch ${branch}`);
      }
    }
  });

  it('are all branches of a long feeder', () => {
    const grid = randomGrid({ buses: 20_000, extraBranches: 0, generators: 1, seed: 1 });
    const bridge = findBridges(incidenceOf(supplyGraph(grid)), new Uint8Array(grid.branchCount).fill(1));
    assert.ok(bridge.every((value) => value === 1));
  });
});
