import { strict as assert } from 'node:assert';
import { GridError } from '../../../lib/errors';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import {
  createPowerFlow,
  createSweep,
  nominalPoint,
  type OperatingPoint,
  solveWithinReactiveLimits,
} from '../../../lib/powerflow';
import { assertBalanced } from '../../support/kirchhoff';
import { randomNetwork } from './networks';

describe('radial sweep: what has no solution', () => {
  const cases: Record<string, () => Grid> = {
    'the 33-bus case': () => compileGrid(builtinNetwork('ieee33')),
    'a random feeder': () => compileGrid(randomNetwork({ size: 100, seed: 1, charged: 0.2 })),
    'five loops': () => compileGrid(randomNetwork({ size: 100, seed: 2, ties: 5 })),
    'held voltages': () => compileGrid(randomNetwork({ size: 100, seed: 3, holding: 4 })),
  };

  for (const [name, make] of Object.entries(cases)) {
    it(`is never claimed to have one, and is found as far as Newton goes: ${name}`, () => {
      const grid = make();
      const reach = { newton: 0, sweep: 0 };
      for (let load = 1; load < 40; load *= 1.02) {
        const point = scaled(grid, load);
        const outcome = createSweep(grid).solve(point);
        const newton = createPowerFlow(grid).solve(point);
        if (newton.status !== 'not_converged') reach.newton = load;
        if (outcome.status === 'not_converged') {
          assert.ok(outcome.iterations > 0 && !(outcome.mismatch_pu < 1e-8 && outcome.iterations === 25));
          continue;
        }
        assertBalanced(grid, point, outcome.state);
        reach.sweep = load;
      }
      assert.ok(reach.newton > 1.5 && reach.newton < 30, `Newton goes to ${reach.newton}`);
      assert.ok(reach.sweep >= 0.985 * reach.newton, `sweep to ${reach.sweep}, Newton to ${reach.newton}`);
    });
  }

  it('is not taken from beyond the nose, where the same power flows at less voltage', () => {
    const grids = {
      'the 33-bus case': compileGrid(builtinNetwork('ieee33')),
      'three loops': compileGrid(randomNetwork({ size: 3, seed: 1, ties: 3 })),
    };
    for (const [name, grid] of Object.entries(grids)) {
      let refused = 0;
      for (let load = 8; load < 20; load *= 1.03) {
        const point = scaled(grid, load);
        point.demand_mw = point.demand_mw.map((p) => -p);
        const outcome = createSweep(grid).solve(point);
        const newton = createPowerFlow(grid).solve(point);
        if (outcome.status === 'not_converged') {
          refused++;
          continue;
        }
        assertBalanced(grid, point, outcome.state);
        if (newton.status === 'not_converged') continue;
        for (let bus = 0; bus < grid.busCount; bus++)
          assert.ok(
            outcome.state.vm_pu[bus] > newton.state.vm_pu[bus] - 1e-6,
            `${name}, ${load} times the load`,
          );
      }
      assert.ok(refused > 0, name);
    }
  });

  it('is told with the bus, and harms no later solve', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const sweep = createSweep(grid);
    const outcome = sweep.solve(scaled(grid, 50));
    assert.ok(outcome.status === 'not_converged');
    assert.ok(outcome.iterations <= 25 && !(outcome.mismatch_pu < 1e-8));
    assert.ok(outcome.worstBus >= 0 && outcome.worstBus < grid.busCount);
    assert.equal(sweep.assess(scaled(grid, 50)).status, 'not_converged');
    const after = sweep.solve(nominalPoint(grid));
    const fresh = createSweep(grid).solve(nominalPoint(grid));
    assert.deepEqual(after, fresh);
  });

  it('is what is not a number, wherever it stands', () => {
    const network = randomNetwork({ size: 30, seed: 4, holding: 2, injecting: 2, ties: 2 });
    const grid = compileGrid(network);
    const healthy = createSweep(grid).solve(nominalPoint(grid));
    for (const field of [
      'demand_mw',
      'demand_mvar',
      'vm_set_pu',
      'generation_mw',
      'generation_mvar',
    ] as const) {
      const sweep = createSweep(grid);
      const { length } = nominalPoint(grid)[field];
      for (let at = 0; at < length; at++) {
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
          if (!reads(grid, field, at)) continue;
          const point = nominalPoint(grid);
          point[field][at] = value;
          assert.equal(sweep.solve(point).status, 'not_converged', `${field}[${at}] = ${value}`);
        }
      }
      assert.deepEqual(sweep.solve(nominalPoint(grid)), healthy);
    }
  });

  it('is what is not a number where there is no supply', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const point = nominalPoint(grid);
    point.live[16] = 0;
    point.demand_mw[17] = Number.NaN;
    assert.equal(createSweep(grid).solve(point).status, 'not_converged');
  });
});

describe('radial sweep: what it leaves to Newton', () => {
  it('names the generator that holds a voltage behind a resistance without reactance', () => {
    const network = randomNetwork({ size: 20, seed: 1, holding: 1 });
    const { bus, id } = network.generators[1];
    for (const branch of network.branches) if (branch.from === bus || branch.to === bus) branch.x_pu = 0;
    refused(() => createSweep(compileGrid(network)), new RegExp(`generator \\\\"${id}\\\\".*Use newton`));
  });

  it('says how many loops are too many', () => {
    const grid = compileGrid(randomNetwork({ size: 300, seed: 1, ties: 260 }));
    const sweep = createSweep(grid);
    const point = nominalPoint(grid);
    for (let twice = 0; twice < 2; twice++)
      refused(
        () => sweep.solve(point),
        /got "2[0-9]{2} branches that close loops"; allowed: at most 200\. Use newton/,
      );
    point.live.fill(0, 299);
    assert.equal(sweep.solve(point).status, 'converged');
  });

  it('keeps reactive limits as long as none is reached, and says so where one is', () => {
    const network = randomNetwork({ size: 20, seed: 1, holding: 1 });
    const free = compileGrid(network);
    const within = solveWithinReactiveLimits(free, createSweep(free), nominalPoint(free));
    assert.equal(within.status, 'converged');
    network.generators[1].q_max_mvar = -1000;
    const grid = compileGrid(network);
    refused(
      () => solveWithinReactiveLimits(grid, createSweep(grid), nominalPoint(grid)),
      /"H0\\?".*Use newton/,
    );
  });
});

function scaled(grid: Grid, load: number): OperatingPoint {
  const point = nominalPoint(grid);
  point.demand_mw = point.demand_mw.map((p) => p * load);
  point.demand_mvar = point.demand_mvar.map((q) => q * load);
  return point;
}

/** Whether the solver looks at the value at all. */
function reads(grid: Grid, field: keyof OperatingPoint, at: number): boolean {
  if (field === 'generation_mw') return grid.isSlack[at] === 0;
  if (field === 'generation_mvar') return grid.holdsVoltage[at] === 0;
  const bus = grid.generatorBus[at];
  const holders = grid.generatorBus.filter((other, g) => other === bus && grid.holdsVoltage[g] === 1);
  if (field === 'vm_set_pu') return grid.holdsVoltage[at] === 1 && holders.length === 1;
  return true;
}

function refused(action: () => unknown, message: RegExp): void {
  assert.throws(action, (error: unknown) => {
    assert.ok(error instanceof GridError && error.code === 'INVALID_SETTING');
    assert.match(error.message, message);
    return true;
  });
}
