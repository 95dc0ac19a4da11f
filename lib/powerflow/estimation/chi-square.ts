/**
 * Quantiles of the chi-square distribution with k degrees of freedom, whose distribution function is the regularised
 * incomplete gamma function P(k/2, x/2) (NIST Digital Library of Mathematical Functions, 8.2.4, https://dlmf.nist.gov).
 */

const PRECISION = 1e-15;
const MAX_TERMS = 100_000;

/** The x with P(χ²ₖ ≤ x) = `probability`, by Newton's method kept between bounds. */
export function chiSquareQuantile(probability: number, k: number): number {
  let low = 0;
  let high = k + 20 * Math.sqrt(2 * k) + 1000;
  let x = wilsonHilferty(probability, k);
  for (let round = 0; round < 200; round++) {
    const above = upperTail(k / 2, x / 2) - (1 - probability);
    if (above > 0) low = x;
    else high = x;
    // The density of χ²ₖ: (x/2)^(k/2 − 1) e^(−x/2) / (2 Γ(k/2)).
    const density = Math.exp((k / 2 - 1) * Math.log(x / 2) - x / 2 - logGamma(k / 2)) / 2;
    const newton = x + above / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-12 * x) return next;
    x = next;
  }
  return x;
}

/** The z that a normal variable of variance 1 stays below in size with this probability: z² is χ² with k = 1. */
export function normalBound(probability: number): number {
  return Math.sqrt(chiSquareQuantile(probability, 1));
}

/** x ≈ k (1 − 2/(9k) + z √(2/(9k)))³ (E. B. Wilson and M. M. Hilferty, 1931, doi 10.1073/pnas.17.12.684). */
function wilsonHilferty(probability: number, k: number): number {
  const tail = Math.min(probability, 1 - probability);
  // Of the normal quantile no more than a start is needed: Abramowitz and Stegun, 26.2.22.
  const t = Math.sqrt(-2 * Math.log(tail));
  const size = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t);
  const z = probability < 0.5 ? -size : size;
  const part = 2 / (9 * k);
  return Math.max(1e-8, k * (1 - part + z * Math.sqrt(part)) ** 3);
}

/** Q(a, x) = 1 − P(a, x): the series DLMF 8.11.4 below a + 1, the continued fraction 8.9.2 above. */
export function upperTail(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * series(a, x) : front * continuedFraction(a, x);
}

/** Σ xⁿ / (a (a + 1) … (a + n)) */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > PRECISION * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/**
 * 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))), by the recurrence of W. J. Lentz (1976,
 * doi 10.1364/AO.15.000668).
 */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}

/**
 * ln Γ(a) for a > 0: Stirling's series (DLMF 5.11.1) from a = 10 on, where the term left out is below 1e-14, and
 * Γ(a) = Γ(a + 1)/a before.
 */
export function logGamma(a: number): number {
  let shift = 0;
  let z = a;
  for (; z < 10; z++) shift += Math.log(z);
  const z2 = z * z;
  const rest =
    1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / (360_360 * z2)) / z2) / z2) / z2) / z2;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + rest / z - shift;
}
