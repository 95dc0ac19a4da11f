import { strict as assert } from 'node:assert';
import { compileGrid, type Grid } from '../../lib/grid';
import { bridgesOf } from '../../lib/powerflow/bridges';
import { randomGrid } from '../paths/grids';
import { randomStream } from '../support/random';
import { randomNetwork } from '../support/random-network';

describe('bridges', () => {
  it('are the branches whose outage leaves more parts, in random networks with branches open', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomStream(seed);
      const grid =
        seed % 2 === 0
          ? compileGrid(randomNetwork(seed))
          : randomGrid({ buses: 30, extraBranches: seed % 20, generators: 1, seed });
      const live = grid.from.map(() => (random() < 0.15 ? 0 : 1));
      const bytes = Uint8Array.from(live);
      const bridge = bridgesOf(grid, bytes);
      const before = parts(grid, bytes);
      for (let k = 0; k < grid.branchCount; k++) {
        const without = bytes.slice();
        without[k] = 0;
        const cut = bytes[k] === 1 && parts(grid, without) > before;
        assert.equal(bridge[k], cut ? 1 : 0, `branch ${k} of network ${seed}`);
      }
    }
  });

  it('are found on a path of 100,000 buses without running out of stack', () => {
    const count = 100_000;
    const from = Int32Array.from({ length: count - 1 }, (_, k) => k);
    const to = from.map((bus) => bus + 1);
    const all = new Uint8Array(count - 1).fill(1);
    const path = { busCount: count, branchCount: count - 1, branchUsable: all, from, to } as Grid;
    assert.ok(bridgesOf(path, all).every((bridge) => bridge === 1));
  });
});

function parts({ busCount, from, to }: Grid, live: Uint8Array): number {
  const label = Array.from({ length: busCount }, (_, bus) => bus);
  for (let changed = true; changed; ) {
    changed = false;
    for (let k = 0; k < live.length; k++) {
      const least = Math.min(label[from[k]], label[to[k]]);
      if (live[k] === 0 || label[from[k]] === label[to[k]]) continue;
      label[from[k]] = label[to[k]] = least;
      changed = true;
    }
  }
  return new Set(label).size;
}
