import { strict as assert } from 'node:assert';
import { compileGrid, type Grid } from '../../../lib/grid';
import { type ReconfigurationOptions, type ReconfigurationOutcome, reconfigure } from '../../../lib/paths';
import { createPowerFlow, findIslands, nominalPoint } from '../../../lib/powerflow';
import { everyConfiguration, isRadial } from './brute-force';
import { tiedGrid, tiedNetwork } from './networks';

const still = { clock: () => 0 };

function run(grid: Grid, options: ReconfigurationOptions = {}): ReconfigurationOutcome {
  return reconfigure(grid, nominalPoint(grid), options, still);
}

describe('reconfiguration: the answer', () => {
  it('is radial, supplies all, is confirmed, and never worse than the present', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const grid = tiedGrid({
        buses: 40,
        ties: 9,
        slacks: 1 + (seed % 3),
        seed,
        feedingIn: seed % 2 ? 0 : 0.1,
      });
      const outcome = run(grid, { method: 'exchange' });
      assert.equal(outcome.status, 'solved');
      assert.ok(isRadial(grid, outcome.live));
      const flow = createPowerFlow(grid).solve({ ...nominalPoint(grid), live: outcome.live });
      assert.ok(flow.status === 'converged');
      assert.ok(Math.abs(flow.state.loss_mw - outcome.final!.loss_mw) < 1e-9);
      assert.ok(outcome.final!.loss_mw <= outcome.initial!.loss_mw + 1e-12);
      assert.ok(outcome.gap_percent === null || outcome.gap_percent >= 0);
      assert.ok(outcome.power_flows > 0);
    }
  });

  it('is the best there is by branch exchange too, in small networks', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const grid = tiedGrid({ buses: 9, ties: 4, seed });
      const least = Math.min(...everyConfiguration(grid).map(({ loss_mw }) => loss_mw));
      assert.ok(Math.abs(run(grid, { method: 'exchange' }).final!.loss_mw - least) < 1e-9);
    }
  });

  it('is the same for the same seed', () => {
    const grid = tiedGrid({ buses: 60, ties: 20, seed: 3 });
    const { elapsed_ms: _, ...first } = run(grid, { method: 'exchange', seed: 7 });
    const { elapsed_ms: __, ...second } = run(grid, { method: 'exchange', seed: 7 });
    assert.deepEqual(first, second);
  });

  it('ends at its time limit with what it has, and reports on the way', () => {
    const grid = tiedGrid({ buses: 60, ties: 20, seed: 3 });
    let now = 0;
    const reports: number[] = [];
    const surroundings = {
      clock: () => {
        now += 50;
        return now;
      },
      onProgress: ({ loss_mw }: { loss_mw: number }) => void reports.push(loss_mw),
    };
    for (const method of ['exact', 'exchange'] as const) {
      now = 0;
      const outcome = reconfigure(grid, nominalPoint(grid), { method, time_limit_s: 3 }, surroundings);
      assert.equal(outcome.ended, 'time_limit');
      assert.equal(outcome.proof, 'bound');
      assert.ok(outcome.gap_percent! > 0 && isRadial(grid, outcome.live));
    }
    assert.ok(reports.length > 0);
    assert.ok(reports.every((loss, n) => n === 0 || loss > 0));
  });

  it('keeps locks and branches that may not be switched', () => {
    const network = tiedNetwork({ buses: 9, ties: 4, seed: 2 });
    network.branches[2].switchable = false;
    const grid = compileGrid(network);
    const locks = [
      { branch: 10, closed: true },
      { branch: 4, closed: true },
    ];
    const allowed = everyConfiguration(grid).filter(({ live }) => live[2] + live[10] + live[4] === 3);
    const least = Math.min(...allowed.map(({ loss_mw }) => loss_mw));
    for (const method of ['exact', 'exchange'] as const) {
      const outcome = run(grid, { method, locks });
      assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9);
      assert.equal(outcome.configurations, allowed.length);
    }
  });

  it('keeps to a number of operations', () => {
    const grid = tiedGrid({ buses: 9, ties: 4, seed: 1 });
    const present = nominalPoint(grid).live;
    const all = everyConfiguration(grid);
    for (const max_operations of [0, 2, 4]) {
      const within = all.filter(
        ({ live }) => live.reduce((sum, on, k) => sum + (on === present[k] ? 0 : 1), 0) <= max_operations,
      );
      const least = Math.min(...within.map(({ loss_mw }) => loss_mw));
      for (const method of ['exact', 'exchange'] as const) {
        const outcome = run(grid, { method, max_operations });
        assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9, `${method}, ${max_operations}`);
        assert.ok(outcome.steps.length <= max_operations);
      }
    }
  });

  it('leaves switches alone that have no operations left', () => {
    const grid = tiedGrid({ buses: 9, ties: 4, seed: 1 });
    const free = run(grid, { method: 'exact' });
    const moved = free.steps.map(({ branch }) => branch);
    assert.ok(moved.length > 2);
    for (const branch of moved) {
      const operations_left = new Float64Array(grid.branchCount).fill(3);
      operations_left[branch] = 0;
      const present = nominalPoint(grid).live[branch];
      const allowed = everyConfiguration(grid).filter(({ live }) => live[branch] === present);
      const least = Math.min(...allowed.map(({ loss_mw }) => loss_mw));
      for (const method of ['exact', 'exchange'] as const) {
        const outcome = run(grid, { method, operations_left });
        assert.equal(outcome.live[branch], present);
        assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9);
      }
      const meshed = run(grid, { radial: false, operations_left });
      assert.equal(meshed.live[branch], present);
      const locks = [{ branch, closed: present === 0 }];
      assert.throws(() => run(grid, { operations_left, locks }), /has no operations left/);
    }
  });

  it('moves no switch more than once', () => {
    for (const radial of [true, false]) {
      const { steps } = run(tiedGrid({ buses: 60, ties: 20, seed: 3 }), { method: 'exchange', radial });
      assert.equal(new Set(steps.map(({ branch }) => branch)).size, steps.length);
    }
  });

  it('prefers what keeps ratings and voltages to what loses least', () => {
    let cases = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const network = tiedNetwork({ buses: 9, ties: 4, seed });
      for (const branch of network.branches) branch.rating_mva = 100;
      const free = run(compileGrid(network), { method: 'exact' });
      for (const branch of network.branches) branch.rating_mva = 0.97 * free.final!.loading_max_percent!;
      const grid = compileGrid(network);
      const exact = run(grid, { method: 'exact' });
      if (exact.status !== 'solved' || exact.final!.loss_mw <= free.final!.loss_mw + 1e-9) continue;
      cases++;
      assert.ok(exact.final!.loading_max_percent! <= 100 + 1e-3);
      const exchange = run(grid, { method: 'exchange' });
      assert.equal(exchange.status, 'solved');
      assert.ok(Math.abs(exchange.final!.loss_mw - exact.final!.loss_mw) < 1e-9, `seed ${seed}`);
    }
    assert.ok(cases > 0, 'no network in which a rating binds');
  });
});

describe('reconfiguration: the plan', () => {
  it('leads there by exchanges that never take supply away, with solved losses', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const grid = tiedGrid({ buses: 40, ties: 9, slacks: 1 + (seed % 2), seed });
      const outcome = run(grid, { method: 'exchange' });
      const point = nominalPoint(grid);
      const flow = createPowerFlow(grid);
      for (const [n, { operation, branch, loss_mw, legal }] of outcome.steps.entries()) {
        assert.equal(operation, n % 2 === 0 ? 'close' : 'open');
        assert.equal(point.live[branch], operation === 'close' ? 0 : 1);
        point.live[branch] ^= 1;
        assert.ok(findIslands(grid, point.live).complete && legal);
        if (n % 2 === 1) assert.ok(isRadial(grid, point.live));
        const solved = flow.solve(point);
        assert.ok(solved.status === 'converged' && Math.abs(solved.state.loss_mw - loss_mw!) < 1e-9);
      }
      assert.deepEqual(point.live, outcome.live);
      assert.equal(outcome.switching.length, outcome.steps.length / 2);
    }
  });

  it('opens first where loops are not allowed even for a moment, and says what is without supply', () => {
    const grid = tiedGrid({ buses: 20, ties: 5, seed: 2 });
    const { steps } = run(grid, { method: 'exchange', momentary_loops: false });
    assert.ok(steps.length > 0);
    for (const [n, { operation, unserved_mw, legal }] of steps.entries()) {
      assert.equal(operation, n % 2 === 0 ? 'open' : 'close');
      assert.equal(unserved_mw! > 0, n % 2 === 0);
      assert.equal(legal, n % 2 === 1);
    }
  });

  it('starts from meshed and from interrupted configurations', () => {
    const grid = tiedGrid({ buses: 12, ties: 4, seed: 6 });
    const least = run(grid, { method: 'exact' }).final!.loss_mw;
    const meshed = nominalPoint(grid);
    meshed.live.fill(1);
    const interrupted = nominalPoint(grid);
    interrupted.live[5] = 0;
    for (const point of [meshed, interrupted]) {
      const outcome = reconfigure(grid, point, { method: 'exact' }, still);
      assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9);
      const live = point.live.slice();
      for (const { branch } of outcome.steps) live[branch] ^= 1;
      assert.deepEqual(live, outcome.live);
      assert.ok(outcome.steps.at(-1)!.legal);
    }
  });
});
