import type { Random } from '../../random';

/**
 * A persistent deviation of mean 0 and variance 1: an Ornstein–Uhlenbeck process, exact for any step,
 * x(t + Δ) = e^(−Δ/τ) x(t) + √(1 − e^(−2Δ/τ)) · ε with ε standard normal (D. T. Gillespie, Phys. Rev. E 54, 1996,
 * doi 10.1103/PhysRevE.54.2084).
 */
export class Deviation {
  value: number;

  constructor(
    private readonly random: Random,
    private readonly persistence_s: number,
  ) {
    this.value = random.normal();
  }

  advance(step_s: number): number {
    const keep = Math.exp(-step_s / this.persistence_s);
    this.value = keep * this.value + Math.sqrt(1 - keep * keep) * this.random.normal();
    return this.value;
  }
}

/**
 * Φ(x), the standard normal distribution, to 7.5e-8: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical
 * Functions", 1964, 26.2.17.
 */
export function normalShare(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
