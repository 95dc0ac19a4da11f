import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid, generateFeeders, generateNetwork } from '../../../lib/grid';
import { createEstimator, createPowerFlow, type Measurement } from '../../../lib/powerflow';
import type { Estimated } from '../../../lib/powerflow/estimation';
import { Random } from '../../../lib/random';
import { near } from '../../support/kirchhoff';
import { randomNetwork } from '../../support/random-network';
import { REFERENCE_CASES, referenceGrid } from '../reference-case';
import { injectionsOf, measure, type Solved, solveNominal, withNoise } from './measured';

const BUILTIN = ['riverside', 'ieee14', 'ieee33', 'ieee69'];

function estimated(grid: Grid, measurements: Measurement[], estimator = createEstimator(grid)): Estimated {
  const outcome = estimator.estimate(measurements);
  if (outcome.status !== 'estimated') throw new Error(`${grid.network.id}: ${outcome.status}`);
  return outcome;
}

function assertSame(grid: Grid, outcome: Estimated, solved: Solved): void {
  const { state } = solved;
  const { p, q } = injectionsOf(grid, solved);
  const turn = outcome.state.va_rad[grid.generatorBus[0]] - state.va_rad[grid.generatorBus[0]];
  for (let bus = 0; bus < grid.busCount; bus++) {
    near(outcome.state.vm_pu[bus], state.vm_pu[bus], 1e-8, `vm of ${bus}`);
    if (state.energized[bus] === 0) continue;
    near(outcome.state.va_rad[bus] - turn, state.va_rad[bus], 1e-8, `va of ${bus}`);
    near(outcome.state.p_injection_mw[bus], p[bus], 1e-6 * grid.base_mva, `p of ${bus}`);
    near(outcome.state.q_injection_mvar[bus], q[bus], 1e-6 * grid.base_mva, `q of ${bus}`);
  }
  for (let k = 0; k < grid.branchCount; k++)
    near(outcome.state.p_to_mw[k], state.p_to_mw[k], 1e-6 * grid.base_mva, `flow of ${k}`);
}

describe('state estimation', function () {
  this.timeout(120_000);

  it('finds the power flow in measurements without noise, currents and all', () => {
    for (const name of BUILTIN) {
      const grid = compileGrid(builtinNetwork(name));
      const solved = solveNominal(grid);
      for (const sensors of [{ flows: true }, { flows: false }, { flows: true, currents: true }]) {
        const outcome = estimated(grid, measure(grid, solved, sensors));
        assertSame(grid, outcome, solved);
        assert.ok(outcome.chi_square.objective < 1e-6);
        assert.deepEqual([outcome.suspects, outcome.pseudo, outcome.observability.islands], [[], [], 1]);
      }
    }
    for (let seed = 1; seed <= 40; seed++) {
      const grid = compileGrid(randomNetwork(seed));
      const solved = solveNominal(grid);
      assertSame(grid, estimated(grid, measure(grid, solved, { flows: true })), solved);
    }
  });

  for (const name of REFERENCE_CASES) {
    it(`finds the power flow of ${name}`, function () {
      const grid = referenceGrid(this, name);
      const solved = solveNominal(grid);
      assertSame(grid, estimated(grid, measure(grid, solved, { flows: true })), solved);
    });
  }

  it('takes measured angles as they are, and the reference from them', () => {
    const grid = compileGrid(builtinNetwork('ieee14'));
    const solved = solveNominal(grid);
    const turned = measure(grid, solved, { flows: true });
    for (const bus of [3, 9]) {
      const value = (solved.state.va_rad[bus] * 180) / Math.PI + 170;
      turned.push({ quantity: 'va_degree', element: grid.network.buses[bus].id, value, sigma: 0.01 });
    }
    const outcome = estimated(grid, turned);
    assertSame(grid, outcome, solved);
    near(outcome.state.va_rad[3] - solved.state.va_rad[3], (170 * Math.PI) / 180, 1e-8, 'the reference');
    assert.equal(outcome.chi_square.objective < 1e-6, true);
  });

  it('has residuals whose normalised squares are 1 in the mean, and a J of the degrees of freedom', () => {
    const grid = compileGrid(builtinNetwork('ieee14'));
    const solved = solveNominal(grid);
    const truth = measure(grid, solved, { flows: true, currents: true });
    const estimator = createEstimator(grid);
    const random = new Random(11);
    const squares = new Float64Array(truth.length);
    const runs = 400;
    let objective = 0;
    let failed = 0;
    let named = 0;
    let freedom = 0;
    for (let run = 0; run < runs; run++) {
      const { chi_square_before: test, ...outcome } = estimated(grid, withNoise(truth, random), estimator);
      objective += test.objective / runs;
      freedom = test.degrees_of_freedom;
      failed += test.passed ? 0 : 1;
      named += outcome.suspects.length;
      for (const [k, one] of outcome.measurements.entries())
        squares[k] += one.verdict === 'used' ? one.normalized_residual ** 2 / runs : 1 / runs;
    }
    // The mean of 400 squares of normal variables has a standard deviation of √(2/400) = 0.07.
    for (const [k, mean] of squares.entries())
      near(mean, 1, 0.36, `${truth[k].quantity} of ${truth[k].element}`);
    near(squares.reduce((sum, mean) => sum + mean, 0) / squares.length, 1, 0.03, 'the mean of all');
    near(objective, freedom, 5 * Math.sqrt((2 * freedom) / runs), 'J');
    // One in a hundred each.
    assert.ok(failed <= 14 && named <= 14, `${failed} tests failed, ${named} named without a gross error`);
  });

  it('spreads a measured sum over the loads without sensors behind it, and says what stood in', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const point = solveNominal(grid).point;
    const head = grid.network.branches[0].id;
    const bus = grid.network.buses[0].id;
    const twice = 2 * point.demand_mw.reduce((sum, p) => sum + p, 0);
    const measurements: Measurement[] = [
      { quantity: 'vm_pu', element: bus, value: 1, sigma: 0.002 },
      { quantity: 'p_from_mw', element: head, value: twice, sigma: 0.01 },
      { quantity: 'q_from_mvar', element: head, value: 4, sigma: 0.01 },
    ];
    const outcome = estimated(grid, measurements);
    // The flow into the first branch tells the voltage behind it, and no load.
    assert.equal(outcome.pseudo.length, 64);
    assert.equal(outcome.observability.unobservable.length, 31);
    near(outcome.state.p_from_mw[0], twice, 0.05, 'the head');
    for (let at = 1; at < grid.busCount; at++)
      assert.ok(-outcome.state.p_injection_mw[at] > point.demand_mw[at], `bus ${at} takes its share`);
    const without = createEstimator(grid).estimate(measurements, { pseudo: false });
    assert.equal(without.status, 'unobservable');
    assert.deepEqual(without.status === 'unobservable' && without.open, outcome.observability.unobservable);
  });

  it('says what becomes of each measurement: those of dead elements are not used', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const solved = solveNominal(grid);
    const truth = measure(grid, solved, { flows: true });
    const tie = grid.network.branches.findIndex(({ closed }) => !closed);
    truth.push({ quantity: 'p_from_mw', element: grid.network.branches[tie].id, value: 3, sigma: 0.1 });
    const outcome = estimated(grid, truth);
    const { verdict, estimate, residual } = outcome.measurements.at(-1)!;
    assert.deepEqual([verdict, estimate, residual], ['unused', 0, 3]);
    assertSame(grid, outcome, solved);
  });

  it('refuses what it cannot use, and names it', () => {
    const grid = compileGrid(builtinNetwork('ieee14'));
    const [good] = measure(grid, solveNominal(grid), { flows: true });
    const estimator = createEstimator(grid);
    for (const [bad, said] of [
      [{ value: Number.NaN }, /measurements\[0\] vm_pu of "[^"]+": value; got NaN/],
      [{ sigma: 0 }, /sigma; got 0; allowed: a number above 0/],
      [{ element: 'nowhere' }, /got "nowhere"; allowed: the id of one of the 14 buses/],
      [{ quantity: 'p_mw' as 'vm_pu' }, /allowed: vm_pu, va_degree/],
    ] as [Partial<Measurement>, RegExp][]) {
      assert.throws(() => estimator.estimate([{ ...good, ...bad }]), said);
    }
    assert.throws(() => estimator.estimate([good], { live: new Uint8Array(3) }), /live; got "3 values"/);
  });
});

describe('state estimation from whatever is measured', function () {
  this.timeout(60_000);

  it('finds a state that the measurements agree with, loads far from nominal and currents among them', () => {
    let tried = 0;
    let accused = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed, 3);
      const networks = [
        () => randomNetwork(seed),
        () => builtinNetwork(BUILTIN[random.below(4)]),
        () => generateFeeders({ num_nodes: 40 + random.below(80), seed }),
        () => generateNetwork({ num_nodes: 30 + random.below(50), num_generators: 4, seed }),
      ];
      const grid = compileGrid(networks[seed % 4]());
      const { point } = solveNominal(grid);
      for (let bus = 0; bus < grid.busCount; bus++) {
        point.demand_mw[bus] *= random.between(0.3, 1.4);
        point.demand_mvar[bus] *= random.between(0.3, 1.4);
      }
      const solved = createPowerFlow(grid).solve(point, { start: 'flat' });
      if (solved.status === 'not_converged') continue;
      const share = random.between(0.1, 0.95);
      const currents = random.next() < 0.5;
      const all = measure(grid, { point, state: solved.state }, { flows: true, currents });
      const outcome = estimated(
        grid,
        withNoise(
          all.filter(() => random.next() < share),
          random,
        ),
      );
      tried++;
      accused += outcome.suspects.length;
      assert.ok(outcome.chi_square.passed, `seed ${seed}`);
      for (let bus = 0; bus < grid.busCount; bus++)
        assert.ok(
          Math.abs(outcome.state.vm_pu[bus] - solved.state.vm_pu[bus]) < 0.05,
          `seed ${seed}, ${bus}`,
        );
    }
    assert.ok(tried > 50 && accused <= 3, `${accused} measurements accused in ${tried} estimations`);
  });
});
