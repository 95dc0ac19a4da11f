import { strict as assert } from 'node:assert';
import {
  chiSquareQuantile,
  logGamma,
  normalBound,
  upperTail,
} from '../../../lib/powerflow/estimation/chi-square';

/** NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: upper critical values, doi 10.18434/M32189. */
const PROBABILITIES = [0.9, 0.95, 0.975, 0.99, 0.999];
const TABLE: Record<number, number[]> = {
  1: [2.706, 3.841, 5.024, 6.635, 10.828],
  2: [4.605, 5.991, 7.378, 9.21, 13.816],
  5: [9.236, 11.07, 12.833, 15.086, 20.515],
  10: [15.987, 18.307, 20.483, 23.209, 29.588],
  30: [40.256, 43.773, 46.979, 50.892, 59.703],
  100: [118.498, 124.342, 129.561, 135.807, 149.449],
};

describe('quantiles of the chi-square distribution', () => {
  it('are those of the published table, to its three decimals', () => {
    for (const [k, row] of Object.entries(TABLE)) {
      for (const [column, expected] of row.entries()) {
        const got = chiSquareQuantile(PROBABILITIES[column], Number(k));
        assert.ok(Math.abs(got - expected) <= 6e-4, `k ${k}, ${PROBABILITIES[column]}: ${got}, ${expected}`);
      }
    }
  });

  it('with two degrees of freedom are −2 ln(1 − p), with one the squares of the normal ones', () => {
    for (const p of [0.01, 0.5, 0.9, 0.999999]) {
      const expected = -2 * Math.log1p(-p);
      assert.ok(Math.abs(chiSquareQuantile(p, 2) - expected) <= 1e-9 * (1 + expected));
    }
    // Abramowitz and Stegun, table 26.5: Q(1.959964) = 0.025, Q(2.575829) = 0.005.
    assert.ok(Math.abs(normalBound(0.95) - 1.959964) < 1e-6);
    assert.ok(Math.abs(normalBound(0.99) - 2.575829) < 1e-6);
  });

  it('invert the distribution for thousands of degrees of freedom', () => {
    for (const k of [1, 3, 47, 1234, 20_000]) {
      const x = chiSquareQuantile(0.99, k);
      assert.ok(Math.abs(upperTail(k / 2, x / 2) - 0.01) < 1e-9, `k ${k}`);
    }
  });

  it('rest on ln Γ as factorials and Γ(1/2) = √π have it', () => {
    assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.PI) / 2) < 1e-13);
    let factorial = 0;
    for (let n = 1; n < 150; n++) {
      assert.ok(Math.abs(logGamma(n) - factorial) <= 1e-13 * Math.max(1, factorial), `${n}`);
      factorial += Math.log(n);
    }
  });
});
