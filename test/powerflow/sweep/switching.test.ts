import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { createPowerFlow, createSweep, nominalPoint } from '../../../lib/powerflow';
import { assertBalanced } from '../../support/kirchhoff';
import { randomStream } from '../../support/random';
import { randomNetwork } from './networks';

describe('radial sweep: switching', () => {
  const grid = compileGrid(builtinNetwork('ieee33'));

  it('finds the published losses of the 33-bus case before and after reconfiguration', () => {
    // M. E. Baran and F. F. Wu 1989 (doi 10.1109/61.25627), in the figures of MATPOWER's case33bw; the best of all
    // configurations opens 7, 9, 14, 32 and 37.
    const sweep = createSweep(grid);
    const point = nominalPoint(grid);
    const before = sweep.assess(point);
    assert.ok(before.status === 'converged');
    assert.equal((before.loss_mw * 1000).toFixed(2), '202.68');
    assert.equal(before.vm_min_pu.toFixed(4), '0.9131');
    point.live.fill(1);
    for (const branch of [7, 9, 14, 32, 37]) point.live[branch - 1] = 0;
    const after = sweep.assess(point);
    assert.ok(after.status === 'converged');
    assert.equal((after.loss_mw * 1000).toFixed(2), '139.55');
  });

  it('agrees with Newton in a sample of radial configurations, and finds none better than the best', () => {
    const sweep = createSweep(grid);
    const newton = createPowerFlow(grid);
    const random = randomStream(33);
    let compared = 0;
    for (let round = 0; round < 300; round++) {
      const point = nominalPoint(grid);
      point.live.set(randomTree(grid.from, grid.to, grid.busCount, random));
      const outcome = sweep.solve(point);
      const expected = newton.solve(point);
      if (expected.status === 'not_converged') {
        assert.equal(outcome.status, 'not_converged');
        continue;
      }
      assert.ok(outcome.status === 'converged', `${outcome.status} in round ${round}`);
      const { state } = outcome;
      const tolerance = 1e-9;
      for (let bus = 0; bus < grid.busCount; bus++)
        assert.ok(Math.abs(state.vm_pu[bus] - expected.state.vm_pu[bus]) < tolerance, `bus ${bus}`);
      assert.ok(state.loss_mw > 0.13955 && Math.abs(state.loss_mw - expected.state.loss_mw) < 1e-7);
      compared++;
    }
    assert.ok(compared > 200, `${compared} compared`);
  });

  it('reports what is cut off, and solves the rest', () => {
    const sweep = createSweep(grid);
    const point = nominalPoint(grid);
    point.live[16] = 0;
    const outcome = sweep.solve(point);
    assert.ok(outcome.status === 'islanded');
    const { state, unserved_mw } = outcome;
    assert.ok(Math.abs(unserved_mw - grid.demand_mw[17]) < 1e-12);
    assert.deepEqual([state.energized[17], state.vm_pu[17], state.va_rad[17]], [0, 0, 0]);
    assertBalanced(grid, point, state);
    const short = sweep.assess(point);
    assert.ok(short.status === 'islanded' && short.unserved_mw === unserved_mw);
    assert.ok(short.vm_min_pu > 0.9, 'a bus without voltage is not the lowest');
    point.demand_mw[17] = -1;
    for (const feeding of [sweep.solve(point), createPowerFlow(grid).solve(point)])
      assert.ok(feeding.status === 'islanded' && feeding.unserved_mw === 0, 'feed-in is no demand');
    point.live[16] = 1;
    assert.equal(sweep.solve(point).status, 'converged');
  });

  it('lets the largest generator that holds a voltage balance an island without a slack', () => {
    const riverside = compileGrid(builtinNetwork('riverside'));
    const point = nominalPoint(riverside);
    for (const id of ['L1', 'L6', 'L7', 'L9']) point.live[riverside.branchIndex.get(id)!] = 0;
    const outcome = createSweep(riverside).solve(point);
    const newton = createPowerFlow(riverside).solve(point);
    assert.ok(outcome.status === 'islanded' && newton.status !== 'not_converged');
    assertBalanced(riverside, point, outcome.state);
    assert.deepEqual(outcome.state.energized, newton.state.energized);
    for (let g = 0; g < riverside.generatorCount; g++)
      assert.ok(Math.abs(outcome.state.generation_mw[g] - newton.state.generation_mw[g]) < 1e-6);
  });

  it('lets the same generators balance as Newton does when a grid falls apart', () => {
    for (const seed of [1, 2, 3]) {
      const apart = compileGrid(randomNetwork({ size: 60, seed, holding: 12 }));
      const point = nominalPoint(apart);
      for (let k = 0; k < apart.branchCount; k++) if (apart.from[k] < 4 || apart.to[k] < 4) point.live[k] = 0;
      const outcome = createSweep(apart).solve(point);
      const newton = createPowerFlow(apart).solve(point);
      assert.ok(outcome.status === 'islanded' && newton.status !== 'not_converged');
      assert.deepEqual(outcome.state.energized, newton.state.energized);
      assertBalanced(apart, point, outcome.state);
      for (let g = 0; g < apart.generatorCount; g++) {
        const bus = apart.generatorBus[g];
        if (outcome.state.energized[bus] === 0 || apart.isSlack[g] === 1) continue;
        const difference = outcome.state.generation_mw[g] - newton.state.generation_mw[g];
        assert.ok(Math.abs(difference) < 1e-6, `generator ${g} differs by ${difference} MW`);
      }
    }
  });

  it('takes nothing from elements that are out of service', () => {
    const network = randomNetwork({ size: 40, seed: 8, holding: 3, injecting: 3, shunts: 5 });
    const leaf = network.buses.findLast(({ id }) => !network.generators.some(({ bus }) => bus === id))!.id;
    network.loads = network.loads.filter(({ bus }) => bus !== leaf);
    network.branches = network.branches.filter(({ from, to }) => to === leaf || from !== leaf);
    network.buses.find(({ id }) => id === leaf)!.in_service = false;
    network.generators[2].in_service = false;
    network.generators[5].in_service = false;
    const out = compileGrid(network);
    const point = nominalPoint(out);
    const outcome = createSweep(out).solve(point);
    assert.ok(outcome.status === 'converged', outcome.status);
    assertBalanced(out, point, outcome.state);
    assert.equal(outcome.state.vm_pu[out.busIndex.get(leaf)!], 0);
    assert.deepEqual([outcome.state.generation_mw[2], outcome.state.generation_mvar[5]], [0, 0]);
  });
});

/** Branches in random order, each closed unless it would close a loop. */
function randomTree(from: Int32Array, to: Int32Array, buses: number, random: () => number): Uint8Array {
  const live = new Uint8Array(from.length);
  const group = Int32Array.from({ length: buses }, (_, bus) => bus);
  const order = Array.from(from, (_, k) => ({ k, key: random() })).sort((a, b) => a.key - b.key);
  for (const { k } of order) {
    const [a, b] = [group[from[k]], group[to[k]]];
    if (a === b) continue;
    live[k] = 1;
    for (let bus = 0; bus < buses; bus++) if (group[bus] === b) group[bus] = a;
  }
  return live;
}
