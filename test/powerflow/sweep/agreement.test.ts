import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import {
  createPowerFlow,
  createSweep,
  nominalPoint,
  type PowerFlowOutcome,
  type PowerFlowState,
} from '../../../lib/powerflow';
import { assertBalanced } from '../../support/kirchhoff';
import { randomNetwork, type Shape } from './networks';

/** Each with what it adds to the one thing that is asked: a tree of 120 buses. */
const SHAPES: Record<string, Partial<Shape>> = {
  'a plain feeder': {},
  'a feeder with a fifth of the voltage lost': { drop_pu: 0.2 },
  'line charging': { charged: 0.5 },
  'generators that hold a voltage': { holding: 5 },
  'many generators that hold a voltage': { holding: 20 },
  'one loop': { ties: 1 },
  'five loops': { ties: 5 },
  'thirty loops': { ties: 30 },
  'loops, charging and held voltages': { ties: 5, holding: 5, charged: 0.4 },
  'loops that are loaded heavily': { ties: 5, holding: 4, drop_pu: 0.25 },
};

describe('radial sweep: against Newton', () => {
  it('agrees on the 33-bus case, radial and with all ties closed', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const point = nominalPoint(grid);
    agree(grid, createPowerFlow(grid).solve(point), createSweep(grid).solve(point));
    point.live.fill(1);
    agree(grid, createPowerFlow(grid).solve(point), createSweep(grid).solve(point));
  });

  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`agrees on ${name}`, () => {
      for (const seed of [1, 2, 3, 4]) {
        const grid = compileGrid(randomNetwork({ size: 120, seed, ...shape }));
        const point = nominalPoint(grid);
        const outcome = createSweep(grid).solve(point);
        agree(grid, createPowerFlow(grid).solve(point), outcome);
        assertBalanced(grid, point, solved(outcome));
        assert.ok(outcome.iterations <= 8, `${outcome.iterations} iterations`);
      }
    });
  }

  it('agrees on taps and phase shifters in both directions of the tree', () => {
    for (const seed of [1, 2, 3, 4]) {
      const network = randomNetwork({ size: 60, seed, transformers: 0.3, charged: 0.3, ties: 3, holding: 2 });
      for (const branch of network.branches) branch.shift_degree = (branch.shift_degree ?? 0) / 10;
      const grid = compileGrid(network);
      const point = nominalPoint(grid);
      agree(grid, createPowerFlow(grid).solve(point), createSweep(grid).solve(point));
    }
  });
});

describe("radial sweep: Ohm's and Kirchhoff's laws", () => {
  const everything = { transformers: 0.2, charged: 0.5, holding: 4, injecting: 6, shunts: 12 };

  it('holds them with taps, shifts of 30 degrees, charging, shunts and generators of all kinds', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const grid = compileGrid(randomNetwork({ size: 90, seed, ...everything }));
      const point = nominalPoint(grid);
      assertBalanced(grid, point, solved(createSweep(grid).solve(point)));
    }
  });

  it('holds them in loops with taps and shifts', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const network = randomNetwork({ size: 90, seed, ties: 4, ...everything });
      // What shifts add up to around a loop drives a current through it: large ones leave nothing to solve.
      for (const branch of network.branches) branch.shift_degree = (branch.shift_degree ?? 0) / 10;
      const grid = compileGrid(network);
      const point = nominalPoint(grid);
      assertBalanced(grid, point, solved(createSweep(grid).solve(point)));
    }
  });

  it('holds them with several slacks, apart and joined, each at its own angle', () => {
    for (const seed of [1, 2, 3, 4]) {
      const network = randomNetwork({ size: 90, seed, slacks: 3, shunts: 4, holding: 2 });
      const trees = network.branches.length;
      const join = (id: string, from: string, to: string) =>
        network.branches.push({ id, name: '', kind: 'line', from, to, r_pu: 0.02, x_pu: 0.5, closed: false });
      join('T0', 'B0', 'B1');
      join('T1', 'B1', 'B2');
      join('T2', 'B20', 'B80');
      const grid = compileGrid(network);
      const point = nominalPoint(grid);
      const sweep = createSweep(grid);
      const apart = solved(sweep.solve(point));
      assertBalanced(grid, point, apart);
      for (const bus of [0, 1, 2]) assert.equal(apart.va_rad[bus], grid.va_start_rad[bus]);
      point.live.fill(1, trees);
      const joined = solved(sweep.solve(point));
      assertBalanced(grid, point, joined);
      assert.equal(joined.vm_pu[2], point.vm_set_pu[2]);
      assert.equal(joined.va_rad[2], grid.va_start_rad[2]);
    }
  });

  it('holds voltages where a generator holds them', () => {
    const grid = compileGrid(randomNetwork({ size: 120, seed: 5, holding: 12, transformers: 0.1 }));
    const point = nominalPoint(grid);
    const state = solved(createSweep(grid).solve(point));
    const set = new Map(Array.from(grid.generatorBus, (bus, g) => [bus, point.vm_set_pu[g]]));
    for (const [bus, vm_pu] of set) assert.ok(Math.abs(state.vm_pu[bus] - vm_pu) < 1e-10);
  });
});

describe('radial sweep: from solve to solve', () => {
  it('equals a fresh solver exactly whatever was switched before', () => {
    const grid = compileGrid(randomNetwork({ size: 80, seed: 3, ties: 6, holding: 3, charged: 0.3 }));
    const kept = createSweep(grid);
    for (let round = 0; round < 40; round++) {
      const point = nominalPoint(grid);
      for (let k = 0; k < grid.branchCount; k++) if ((k * 7 + round * 13) % 17 === 0) point.live[k] = 0;
      const first = kept.solve(point);
      const fresh = createSweep(grid).solve(point);
      assert.equal(first.status, fresh.status);
      assert.deepEqual(solved(first), solved(fresh));
    }
  });

  it('comes warm to where it comes flat, in fewer iterations', () => {
    for (const shape of [{}, { ties: 5 }, { holding: 5, ties: 2 }]) {
      const grid = compileGrid(randomNetwork({ size: 120, seed: 2, ...shape }));
      const sweep = createSweep(grid);
      const point = nominalPoint(grid);
      solved(sweep.solve(point));
      for (let bus = 0; bus < grid.busCount; bus++) point.demand_mw[bus] *= 1 + 0.01 * (bus % 3);
      const warm = sweep.solve(point);
      assertBalanced(grid, point, solved(warm));
      const flat = createSweep(grid).solve(point, { start: 'flat' });
      assert.ok(warm.iterations <= flat.iterations);
      agree(grid, flat, warm);
    }
  });

  it('tells the same in short as at length', () => {
    for (const shape of [{}, { ties: 5, transformers: 0.1 }]) {
      const grid = compileGrid(randomNetwork({ size: 120, seed: 4, ...shape }));
      const point = nominalPoint(grid);
      const state = solved(createSweep(grid).solve(point));
      const short = createSweep(grid).assess(point);
      assert.ok(short.status === 'converged');
      assert.ok(Math.abs(short.loss_mw - state.loss_mw) < 1e-12);
      assert.ok(Math.abs(short.vm_min_pu - Math.min(...state.vm_pu)) < 1e-14);
      assert.ok(Math.abs(short.vm_max_pu - Math.max(...state.vm_pu)) < 1e-14);
      assert.equal(state.vm_pu[short.lowestBus], Math.min(...state.vm_pu));
      assert.equal(short.unserved_mw, 0);
    }
  });
});

function solved(outcome: PowerFlowOutcome): PowerFlowState {
  assert.notEqual(outcome.status, 'not_converged', JSON.stringify(outcome));
  return (outcome as Extract<PowerFlowOutcome, { state: PowerFlowState }>).state;
}

function agree(grid: Grid, expected: PowerFlowOutcome, actual: PowerFlowOutcome): void {
  const [a, b] = [solved(actual), solved(expected)];
  const within = (x: number, y: number, tolerance: number, what: string): void =>
    assert.ok(Math.abs(x - y) <= tolerance, `${what}: ${x}, expected ${y}`);
  for (let bus = 0; bus < grid.busCount; bus++) {
    within(a.vm_pu[bus], b.vm_pu[bus], 1e-9, `voltage of bus ${bus}`);
    within(a.va_rad[bus], b.va_rad[bus], 1e-9, `angle of bus ${bus}`);
  }
  const tolerance = 1e-6 * grid.base_mva;
  for (let k = 0; k < grid.branchCount; k++) {
    within(a.p_from_mw[k], b.p_from_mw[k], tolerance, `active flow in branch ${k}`);
    within(a.q_to_mvar[k], b.q_to_mvar[k], tolerance, `reactive flow in branch ${k}`);
  }
  for (let g = 0; g < grid.generatorCount; g++) {
    within(a.generation_mw[g], b.generation_mw[g], tolerance, `generator ${g}`);
    within(a.generation_mvar[g], b.generation_mvar[g], tolerance, `reactive power of generator ${g}`);
  }
}
