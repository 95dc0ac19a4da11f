import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { createEstimator, type Measurement } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { referenceGrid } from '../reference-case';
import { measure, solveNominal, withNoise } from './measured';

/** What a wrong unit, a turned or a dead sensor makes of a value. */
const FAULTS: Record<string, (value: number) => number> = {
  'times 10': (value) => 10 * value,
  'times 100': (value) => 100 * value,
  'times 1000': (value) => 1000 * value,
  'of the other sign': (value) => -value,
  'of 0': () => 0,
};

interface Tally {
  planted: number;
  named: number;
  accusing: number;
}

interface Selection {
  stride: number;
  /** Share of the sensors that are there. */
  share: number;
  seed: number;
}

/**
 * Plants every fault in every `stride`th redundant measurement where it is more than twice what can be detected, one after the
 * other in one estimator, and estimates the measurements without it after each.
 */
function plant(grid: Grid, { stride, share, seed }: Selection): Tally {
  const random = new Random(seed, 7);
  const all = measure(grid, solveNominal(grid), { flows: true });
  const noisy = withNoise(
    all.filter(() => random.next() < share),
    random,
  );
  const estimator = createEstimator(grid);
  const estimate = (measurements: Measurement[], what: string) => {
    const outcome = estimator.estimate(measurements, { pseudo: false });
    if (outcome.status !== 'estimated') throw new Error(`${outcome.status} with ${what}`);
    return outcome;
  };
  const clean = estimate(noisy, 'no error');
  assert.deepEqual(clean.suspects, []);
  const tally: Tally = { planted: 0, named: 0, accusing: 0 };
  for (const [fault, spoil] of Object.entries(FAULTS)) {
    for (let k = 0; k < noisy.length; k += stride) {
      const { verdict, detectable_error } = clean.measurements[k];
      const value = spoil(noisy[k].value);
      if (verdict === 'critical' || Math.abs(value - noisy[k].value) <= 2 * detectable_error) continue;
      const what = `${grid.network.id}: ${noisy[k].quantity} of ${noisy[k].element} ${fault}`;
      const { suspects } = estimate(
        noisy.map((one, at) => (at === k ? { ...one, value } : one)),
        what,
      );
      const isNamed = suspects.some((one) => one.measurement === k || one.alternatives.includes(k));
      tally.planted++;
      if (isNamed) tally.named++;
      if (suspects.length > (isNamed ? 1 : 0)) tally.accusing++;
      const after = estimate(noisy, `no error after ${what}`);
      assert.deepEqual(after.suspects, [], `after ${what}`);
      const more = after.chi_square.objective - clean.chi_square.objective;
      assert.ok(Math.abs(more) < 1e-3, `after ${what}: J is ${more} more`);
    }
  }
  return tally;
}

function assertNamed({ planted, named, accusing }: Tally): void {
  assert.ok(planted > 0 && named >= 0.99 * planted, `${named} of ${planted} named`);
  assert.ok(accusing <= 0.01 * planted, `${accusing} of ${planted} accuse another`);
}

describe('gross errors of any size', function () {
  this.timeout(120_000);

  for (const [name, stride] of [
    ['riverside', 1],
    ['ieee14', 1],
    ['ieee33', 2],
    ['ieee69', 7],
  ] as const) {
    it(`are named in ${name}, and leave nothing behind`, () => {
      const grid = compileGrid(builtinNetwork(name));
      assertNamed(plant(grid, { stride, share: 1, seed: 1 }));
    });

    it(`are named in ${name} with a quarter of the sensors missing`, () => {
      const grid = compileGrid(builtinNetwork(name));
      const tally: Tally = { planted: 0, named: 0, accusing: 0 };
      for (const seed of [6, 8, 9]) {
        const one = plant(grid, { stride: 7, share: 0.75, seed });
        tally.planted += one.planted;
        tally.named += one.named;
        tally.accusing += one.accusing;
      }
      assertNamed(tally);
    });
  }

  for (const [name, stride] of [
    ['case118', 29],
    ['case300', 197],
  ] as const) {
    it(`are named in ${name}`, function () {
      assertNamed(plant(referenceGrid(this, name), { stride, share: 1, seed: 1 }));
    });
  }

  it('leave an estimator as it was, whatever came before', () => {
    const grid = compileGrid(builtinNetwork('riverside'));
    const good = withNoise(measure(grid, solveNominal(grid), { flows: true }), new Random(1, 7));
    const fresh = createEstimator(grid).estimate(good);
    if (fresh.status !== 'estimated') throw new Error(fresh.status);
    const estimator = createEstimator(grid);
    // All at once, which nothing can tell apart from a state.
    for (const spoil of Object.values(FAULTS))
      estimator.estimate(good.map((one) => ({ ...one, value: spoil(one.value) })));
    const outcome = estimator.estimate(good);
    if (outcome.status !== 'estimated') throw new Error(outcome.status);
    assert.deepEqual(outcome.suspects, []);
    assert.ok(Math.abs(outcome.chi_square.objective - fresh.chi_square.objective) < 1e-3);
  });

  it('name a measurement at the place where no state is found', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const slack = grid.network.buses[0].id;
    // The voltage of the slack and the injections of all others: nothing contradicts an injection, but no feeder carries this one.
    const least = measure(grid, solveNominal(grid), { flows: false }).filter(
      ({ quantity, element }) => (quantity === 'vm_pu') === (element === slack),
    );
    const wrong = least.map((one) =>
      one.element === 'B18' && one.quantity === 'p_injection_mw' ? { ...one, value: 1000 * one.value } : one,
    );
    const outcome = createEstimator(grid).estimate(wrong, { pseudo: false });
    if (outcome.status !== 'not_converged') throw new Error(outcome.status);
    assert.ok(['B17', 'B18'].includes(wrong[outcome.worstMeasurement].element));
  });
});
