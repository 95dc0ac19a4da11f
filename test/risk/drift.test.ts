import assert from 'node:assert/strict';
import { READINGS } from '../../lib/contract';
import { Random } from '../../lib/random';
import { cumulative, distributionOf } from '../../lib/risk/drift/distribution';
import { distanceProbability, largestDistance } from '../../lib/risk/drift/kolmogorov-smirnov';
import { DriftMonitor, WINDOW_ROWS } from '../../lib/risk/drift/monitor';
import { PageHinkley } from '../../lib/risk/drift/page-hinkley';
import { stabilityIndex } from '../../lib/risk/drift/stability';

describe('risk: drift of the readings', () => {
  const uniform = Array.from({ length: 101 }, (_, k) => k / 100);

  it('keeps a distribution as quantiles, missing values left out', () => {
    const rows = Float32Array.from({ length: 2002 }, (_, k) => (k % 2 === 0 ? k / 2 : Number.NaN));
    const { quantiles, rows: count } = distributionOf({ rows, feature_count: 2 });
    assert.equal(count, 1001);
    assert.deepEqual([quantiles[0][0], quantiles[0][50], quantiles[0][100]], [0, 500, 1000]);
    assert.ok(quantiles[1].every((value) => value === 0));
    for (const [x, share] of [
      [-1, 0],
      [0.25, 0.25],
      [0.999, 0.999],
      [1, 1],
      [7, 1],
    ])
      assert.ok(Math.abs(cumulative(uniform, x) - share) < 1e-12);
  });

  it('computes the stability index by hand', () => {
    // Half of the values in the lowest tenth, the others evenly over all: shares 0.55 and nine times 0.05, half a value added.
    const values = Float64Array.from({ length: 2000 }, (_, k) =>
      k < 1000 ? 0.05 : (k - 1000 + 0.5) / 1000,
    ).sort();
    const low = (1100 + 0.5) / 2005;
    const other = (100 + 0.5) / 2005;
    const expected = (low - 0.1) * Math.log(low / 0.1) + 9 * (other - 0.1) * Math.log(other / 0.1);
    assert.ok(Math.abs(stabilityIndex(uniform, values) - expected) < 1e-12);
    const same = Float64Array.from({ length: 1000 }, (_, k) => (k + 0.5) / 1000);
    assert.ok(stabilityIndex(uniform, same) < 1e-3);
  });

  it('computes the distance and its probability as published', () => {
    assert.ok(Math.abs(largestDistance(uniform, Float64Array.of(0.5)) - 0.5) < 1e-12);
    assert.ok(Math.abs(largestDistance(uniform, Float64Array.of(0.1, 0.2)) - 0.8) < 1e-12);
    const steps = [...new Array(51).fill(0), ...new Array(50).fill(3)];
    const alike = Float64Array.from({ length: 100 }, (_, k) => (k < 50 ? 0 : 3));
    assert.ok(largestDistance(steps, alike) < 0.02, 'ties on both sides');
    // The critical value at 5 % is 1.358 / √N for large N (Kolmogorov's distribution).
    const n = 1e6;
    assert.ok(Math.abs(distanceProbability(1.3581 / Math.sqrt(n / 2), n, n) - 0.05) < 2e-4);
    assert.ok(Math.abs(distanceProbability(1.6276 / Math.sqrt(n / 2), n, n) - 0.01) < 1e-4);
    assert.equal(distanceProbability(0, 10, 10), 1);
  });

  it('tells a drift of one reading from rows as in training, and not a few edges from many', () => {
    const training = distributionOf({ rows: normalRows(20_000, 1), feature_count: READINGS.length });
    const calm = feed(new DriftMonitor(READINGS, training), 400, 40, () => 0);
    assert.equal(calm.state, 'stable');
    const hot = feed(new DriftMonitor(READINGS, training), 400, 40, (column) => (column === 0 ? 2 : 0));
    assert.equal(hot.state, 'drift');
    assert.deepEqual(
      hot.features.filter(({ state }) => state !== 'stable').map(({ name }) => name),
      ['temperature_c'],
    );
    const [{ psi, ks, ks_p }] = hot.features;
    assert.ok(psi > 1 && ks > 0.6 && ks_p < 1e-3);
    const few = feed(new DriftMonitor(READINGS, training), 3, 40, (column) => (column === 0 ? 1 : 0));
    assert.notEqual(few.features[0].state, 'drift', 'three edges prove little, however often they are read');
    const weather = new Float32Array(12 * READINGS.length).fill(1.5);
    const monitor = new DriftMonitor(READINGS, training);
    for (let n = 0; n < 40; n++) monitor.add(weather, new Float64Array(12));
    assert.equal(
      monitor.add(weather, new Float64Array(12))?.state,
      'stable',
      'one weather is one observation',
    );
  });

  it('keeps a bounded window, of the newest rows', () => {
    const training = distributionOf({ rows: normalRows(20_000, 1), feature_count: READINGS.length });
    const monitor = new DriftMonitor(READINGS, training);
    feed(monitor, 10_000, 25, () => 9);
    const { rows, state } = feed(monitor, 10_000, 60, () => 0);
    assert.deepEqual([rows, state], [WINDOW_ROWS, 'stable']);
    assert.equal(new DriftMonitor(READINGS, training).add([], new Float64Array()), null);
  });
});

describe('risk: change of the score', () => {
  it('tells a change, its direction and when, and stays calm without one', () => {
    const random = new Random(8);
    const test = new PageHinkley();
    for (let n = 0; n < 2000; n++) test.add(-4 + 0.3 * random.normal());
    assert.equal(test.report().last_change, null);
    for (let n = 0; n < 60; n++) test.add(-3.5 + 0.3 * random.normal());
    const up = test.report().last_change!;
    assert.equal(up.direction, 'up');
    assert.ok(up.tick > 2000 && up.tick < 2050, `${up.tick}`);
    for (let n = 0; n < 200; n++) test.add(-4.5 + 0.3 * random.normal());
    assert.equal(test.report().last_change?.direction, 'down');
    assert.equal(test.report().ticks, 2260);
  });
});

/** Feeds ticks of standard normal readings, moved by `shift`; gives the last report. */
function feed(monitor: DriftMonitor, edges: number, ticks: number, shift: (column: number) => number) {
  const rows = normalRows(edges, 7);
  const moved = rows.map((value, at) => value + shift(at % READINGS.length));
  let report = monitor.add(moved, new Float64Array(edges).fill(0.02));
  for (let n = 1; n < ticks; n++) report = monitor.add(moved, new Float64Array(edges).fill(0.02));
  return report!;
}

function normalRows(count: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: count * READINGS.length }, () => random.normal());
}
