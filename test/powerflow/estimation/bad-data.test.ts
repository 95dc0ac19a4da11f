import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { createEstimator, type Measurement } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { referenceGrid } from '../reference-case';
import { measure, solveNominal, withNoise } from './measured';

/** How far an error must be above the smallest that shows for noise not to hide it: 3 of some 4 and more. */
const CLEARLY = 1.9;

interface Tally {
  planted: number;
  first: number;
  critical: number;
  hidden: number;
}

/**
 * Plants one error of so many sigma after the other in noisy measurements, in every `stride`th that is redundant, and
 * demands that it is named: as the suspect, or among the few that explain the residuals as well.
 */
function plantOneByOne(grid: Grid, truth: Measurement[], sigmas: number, stride: number): Tally {
  const noisy = withNoise(truth, new Random(5, sigmas));
  const estimator = createEstimator(grid);
  const clean = estimator.estimate(noisy);
  if (clean.status !== 'estimated') throw new Error(clean.status);
  assert.deepEqual(clean.suspects, []);
  const tally: Tally = { planted: 0, first: 0, critical: 0, hidden: 0 };
  for (let k = 0; k < truth.length; k += stride) {
    const { verdict, detectable_error } = clean.measurements[k];
    const error = (k % 2 === 0 ? 1 : -1) * sigmas * truth[k].sigma;
    if (verdict === 'critical') tally.critical++;
    else if (Math.abs(error) < CLEARLY * detectable_error) tally.hidden++;
    else {
      const bad = noisy.map((one, at) => (at === k ? { ...one, value: one.value + error } : one));
      const outcome = estimator.estimate(bad);
      if (outcome.status !== 'estimated') throw new Error(`${outcome.status} with ${truth[k].quantity}`);
      const [suspect] = outcome.suspects;
      const what = `${grid.network.id}: ${sigmas} sigma at ${truth[k].quantity} of ${truth[k].element}`;
      assert.ok(suspect !== undefined, `${what} is not found`);
      assert.ok(suspect.measurement === k || suspect.alternatives.includes(k), `${what} is not named`);
      if (suspect.measurement === k) {
        tally.first++;
        const close = 6 * (detectable_error / outcome.threshold);
        assert.ok(
          Math.abs(suspect.estimated_error - error) < close,
          `${what}: taken for ${suspect.estimated_error}`,
        );
        // Without it the fit is as good as one without the error, or better, since one measurement less must agree.
        assert.ok(outcome.chi_square.objective <= 1.001 * clean.chi_square_before.objective, what);
      }
      tally.planted++;
    }
  }
  return tally;
}

describe('gross errors', function () {
  this.timeout(180_000);

  for (const name of ['riverside', 'ieee14', 'ieee33', 'ieee69']) {
    it(`are found one by one in every redundant measurement of ${name}, from 8 to 20 sigma`, () => {
      const grid = compileGrid(builtinNetwork(name));
      const truth = measure(grid, solveNominal(grid), { flows: true });
      for (const sigmas of [8, 12, 20]) {
        const { planted, first, critical, hidden } = plantOneByOne(grid, truth, sigmas, 1);
        assert.equal(critical, 0);
        assert.equal(planted + hidden, truth.length);
        assert.ok(first >= 0.99 * planted, `${first} of ${planted} at ${sigmas} sigma`);
        if (sigmas === 20) assert.equal(hidden, 0);
      }
    });
  }

  for (const [name, stride] of [
    ['case9', 1],
    ['case14', 1],
    ['case118', 5],
    ['case300', 29],
    ['case1354pegase', 401],
  ] as const) {
    it(`are found in ${name}`, function () {
      const grid = referenceGrid(this, name);
      const truth = measure(grid, solveNominal(grid), { flows: true });
      const { planted, first } = plantOneByOne(grid, truth, 20, stride);
      assert.ok(planted >= 0.9 * Math.floor(truth.length / stride) && first >= 0.99 * planted);
    });
  }

  it('are found in currents, and where currents are measured', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const truth = measure(grid, solveNominal(grid), { flows: true, currents: true });
    const { planted, first } = plantOneByOne(grid, truth, 20, 1);
    assert.deepEqual([planted, first], [truth.length, truth.length]);
  });

  it('of several measurements are removed one after the other', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const truth = measure(grid, solveNominal(grid), { flows: true });
    const bad = withNoise(truth, new Random(8));
    const planted = [10, 70, 140];
    for (const k of planted) bad[k].value += 25 * bad[k].sigma;
    const outcome = createEstimator(grid).estimate(bad);
    if (outcome.status !== 'estimated') throw new Error(outcome.status);
    assert.deepEqual(
      outcome.suspects.map(({ measurement }) => measurement).sort((a, b) => a - b),
      planted,
    );
    assert.deepEqual([outcome.chi_square_before.passed, outcome.chi_square.passed], [false, true]);
    for (const k of planted) assert.equal(outcome.measurements[k].verdict, 'suspect');
  });

  it('in a critical measurement go unseen, and it is said which these are; in a pair either may be wrong', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const solved = solveNominal(grid);
    const injections = measure(grid, solved, { flows: false }).filter(({ quantity }) => quantity !== 'vm_pu');
    const voltage = { quantity: 'vm_pu', element: grid.network.buses[0].id, value: 1, sigma: 0.002 } as const;
    // 32 injections and a voltage for as many unknowns: without the slack's, nothing can be left out.
    const [p, q, ...least] = injections;
    assert.deepEqual([p.element, q.element], [voltage.element, voltage.element]);
    const bare = createEstimator(grid).estimate([voltage, ...least], { pseudo: false });
    if (bare.status !== 'estimated') throw new Error(bare.status);
    assert.equal(bare.chi_square.degrees_of_freedom, 0);
    assert.deepEqual(new Set(bare.measurements.map(({ verdict }) => verdict)), new Set(['critical']));
    // The slack's own, 30 sigma off: the sum of all loads is measured too, so one of them all is wrong, and which is open.
    const wrong = [voltage, q, ...least, { ...p, value: p.value + 30 * p.sigma }];
    const outcome = createEstimator(grid).estimate(wrong, { pseudo: false });
    if (outcome.status !== 'estimated') throw new Error(outcome.status);
    const [suspect] = outcome.suspects;
    const named = [suspect.measurement, ...suspect.alternatives];
    assert.ok(named.includes(wrong.length - 1) && suspect.alternatives.length >= 30, `${named}`);
  });
});
