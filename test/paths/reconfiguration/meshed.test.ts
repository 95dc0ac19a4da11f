import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import {
  exactMeshed,
  type ReconfigurationOptions,
  type ReconfigurationOutcome,
  reconfigure,
} from '../../../lib/paths';
import { createPowerFlow, nominalPoint } from '../../../lib/powerflow';
import { everyMeshed, isSupplied } from './brute-force';
import { type Shape, tiedGrid, tiedNetwork } from './networks';

const still = { clock: () => 0 };

function run(grid: Grid, options: ReconfigurationOptions = {}): ReconfigurationOutcome {
  return reconfigure(grid, nominalPoint(grid), { radial: false, ...options }, still);
}

function operations(grid: Grid, live: Uint8Array): number {
  const present = nominalPoint(grid).live;
  return live.reduce((sum, on, k) => sum + (on === present[k] ? 0 : 1), 0);
}

const SHAPES: Record<string, Omit<Shape, 'seed'>> = {
  'one slack': { buses: 7, ties: 4 },
  'three slacks': { buses: 8, ties: 4, slacks: 3 },
  'lines with charging': { buses: 7, ties: 4, charged: true },
  transformers: { buses: 7, ties: 4, transformers: 0.4 },
  'buses that feed in': { buses: 7, ties: 4, feedingIn: 0.4 },
};

describe('meshed reconfiguration', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`finds the best of all that supply all, and bounds it from below: ${name}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const grid = tiedGrid({ ...shape, seed });
        const all = everyMeshed(grid);
        const least = Math.min(...all.map(({ loss_mw }) => loss_mw));
        const exact = run(grid, { method: 'exact' });
        assert.ok(Math.abs(exact.final!.loss_mw - least) < 1e-9, `seed ${seed}`);
        assert.deepEqual(
          [exact.status, exact.proof, exact.gap_percent, exact.configurations],
          ['solved', 'enumerated', 0, all.length],
        );
        const local = run(grid, { method: 'exchange' });
        assert.ok(Math.abs(local.final!.loss_mw - least) < 1e-9, `seed ${seed}, local`);
        const bound = local.lower_bound_mw;
        if (bound !== null) assert.ok(bound <= least, `seed ${seed}: ${bound} above ${least}`);
        if (name === 'one slack') assert.ok(bound! > 0.6 * least);
      }
    });
  }

  it('counts what branches carry as risk, and operations', () => {
    let meshed = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const grid = tiedGrid({ buses: 7, ties: 4, seed });
      const failure_probability = Float64Array.from(grid.from, (_, k) => ((k * 7 + seed) % 5) / 10);
      const weights = { risk_weight: 0.02, switching_cost_mw: 0.0005, failure_probability };
      const objectives = everyMeshed(grid, failure_probability).map(
        ({ live, loss_mw, risk_mw }) => loss_mw + 0.02 * risk_mw + 0.0005 * operations(grid, live),
      );
      const least = Math.min(...objectives);
      for (const method of ['exact', 'exchange'] as const) {
        const outcome = run(grid, { method, ...weights });
        assert.ok(Math.abs(outcome.final!.objective_mw - least) < 1e-9, `${method}, seed ${seed}`);
        assert.ok(outcome.lower_bound_mw === null || outcome.lower_bound_mw <= least + 1e-12);
      }
      const optimum = exactMeshed(grid, nominalPoint(grid), weights)!;
      assert.ok(Math.abs(optimum.objective_mw - least) < 1e-9 && optimum.holds);
      if (optimum.live.reduce((a, b) => a + b, 0) >= grid.busCount) meshed++;
    }
    assert.ok(meshed > 0);
  });

  it('keeps to locks and to a number of operations', () => {
    const grid = tiedGrid({ buses: 7, ties: 4, seed: 3 });
    const locks = [
      { branch: 7, closed: false },
      { branch: 2, closed: true },
    ];
    for (const max_operations of [0, 1, 2, 3]) {
      const within = everyMeshed(grid).filter(
        ({ live }) => operations(grid, live) <= max_operations && live[7] === 0 && live[2] === 1,
      );
      const least = Math.min(...within.map(({ loss_mw }) => loss_mw));
      for (const method of ['exact', 'exchange'] as const) {
        const outcome = run(grid, { method, locks, max_operations });
        assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9, `${method}, ${max_operations}`);
        assert.ok(outcome.steps.length <= max_operations && outcome.held.operations);
      }
      const optimum = exactMeshed(grid, nominalPoint(grid), { locks, max_operations })!;
      assert.ok(Math.abs(optimum.objective_mw - least) < 1e-9, `${max_operations}`);
    }
  });

  it('allows locks that close a loop', () => {
    const grid = tiedGrid({ buses: 7, ties: 4, seed: 3 });
    const locks = [...grid.from.keys()].map((branch) => ({ branch, closed: true }));
    const outcome = run(grid, { locks });
    assert.ok(outcome.live.every((on) => on === 1) && outcome.status === 'solved');
  });

  it('prefers what keeps ratings and voltages', () => {
    let cases = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const network = tiedNetwork({ buses: 7, ties: 3, seed });
      for (const branch of network.branches) branch.rating_mva = 100;
      const free = run(compileGrid(network));
      for (const branch of network.branches) branch.rating_mva = 0.97 * free.final!.loading_max_percent!;
      const grid = compileGrid(network);
      const exact = run(grid, { method: 'exact' });
      if (exact.status !== 'solved' || exact.final!.loss_mw <= free.final!.loss_mw + 1e-9) continue;
      cases++;
      assert.ok(exact.final!.loading_max_percent! <= 100 + 1e-3);
    }
    assert.ok(cases > 0, 'no network in which a rating binds');
  });

  it('sees all of the default grid, whose best has every line closed', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const all = everyMeshed(grid);
    const best = all.reduce((a, b) => (b.loss_mw < a.loss_mw ? b : a));
    const outcome = run(grid);
    assert.deepEqual(
      [outcome.method, outcome.proof, outcome.configurations],
      ['exact', 'enumerated', all.length],
    );
    assert.deepEqual(outcome.live, best.live);
    assert.deepEqual(exactMeshed(grid, nominalPoint(grid))!.live, best.live);
  });

  it('leads there by single operations that never take supply away', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const grid = tiedGrid({ buses: 14, ties: 6, slacks: 1 + (seed % 2), seed });
      const failure_probability = Float64Array.from(grid.from, (_, k) => ((k * 5 + seed) % 7) / 10);
      const spared = [...grid.from.keys()].find((k) =>
        isSupplied(
          grid,
          Uint8Array.from(grid.from, (_, j) => (j === k ? 0 : 1)),
        ),
      )!;
      const locks = [{ branch: spared, closed: false }];
      const outcome = run(grid, { method: 'exchange', failure_probability, risk_weight: 0.05, locks });
      const point = nominalPoint(grid);
      const flow = createPowerFlow(grid);
      for (const { operation, branch, loss_mw, legal } of outcome.steps) {
        assert.equal(point.live[branch], operation === 'close' ? 0 : 1);
        point.live[branch] ^= 1;
        assert.ok(isSupplied(grid, point.live) && legal);
        const solved = flow.solve(point);
        assert.ok(solved.status === 'converged' && Math.abs(solved.state.loss_mw - loss_mw!) < 1e-9);
      }
      assert.deepEqual(point.live, outcome.live);
    }
  });

  it('is the same for the same seed, and ends at its time limit with what it has', () => {
    const grid = tiedGrid({ buses: 40, ties: 12, seed: 3 });
    const options = {
      method: 'exchange',
      seed: 7,
      failure_probability: new Float64Array(grid.branchCount).fill(0.1),
    };
    const { elapsed_ms: _, ...first } = run(grid, options as ReconfigurationOptions);
    const { elapsed_ms: __, ...second } = run(grid, options as ReconfigurationOptions);
    assert.deepEqual(first, second);
    for (const method of ['exact', 'exchange'] as const) {
      let now = 0;
      const clock = () => {
        now += 20;
        return now;
      };
      const point = nominalPoint(grid);
      const outcome = reconfigure(grid, point, { radial: false, method, time_limit_s: 2 }, { clock });
      assert.deepEqual([outcome.ended, outcome.status], ['time_limit', 'solved']);
      assert.ok(outcome.final!.loss_mw < outcome.initial!.loss_mw && isSupplied(grid, outcome.live));
    }
  });

  it('answers bad input with a reason and the best legal switching', () => {
    const grid = tiedGrid({ buses: 7, ties: 3, seed: 2 });
    const none = run(grid, { time_limit_s: 0 });
    assert.match(none.reason!, /time limit of zero/);
    assert.deepEqual([none.status, none.steps.length], ['solved', 0]);
    const tree = run(tiedGrid({ buses: 7, ties: 0, seed: 2 }));
    assert.match(tree.reason!, /no tie switch: only one configuration supplies all/);
    const apart = tiedNetwork({ buses: 7, ties: 3, seed: 2 });
    apart.buses.push({ id: 'X', name: '' });
    apart.generators.push({ id: 'GX', bus: 'X', p_mw: 1, vm_pu: 1 });
    const island = run(compileGrid(apart));
    assert.match(island.reason!, /no way .* to bus "X"/);
    assert.deepEqual([island.status, island.held.supplied], ['violating', false]);
    assert.ok(island.final!.loss_mw < island.initial!.loss_mw);
    const opened = nominalPoint(grid);
    opened.live[1] = 0;
    const mended = reconfigure(grid, opened, { radial: false }, still);
    assert.ok(mended.status === 'solved' && isSupplied(grid, mended.live));
    const heavy = tiedNetwork({ buses: 7, ties: 3, seed: 2 });
    for (const load of heavy.loads) load.p_mw *= 500;
    assert.equal(run(compileGrid(heavy)).status, 'no_solution');
    assert.equal(exactMeshed(compileGrid(heavy), nominalPoint(compileGrid(heavy))), undefined);
    const many = tiedGrid({ buses: 60, ties: 25, seed: 1 });
    assert.throws(() => exactMeshed(many, nominalPoint(many)), /got "more"; allowed/);
  });
});
