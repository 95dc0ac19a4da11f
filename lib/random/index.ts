/**
 * Seeded random numbers, the same on every machine: xoshiro128** (D. Blackman and S. Vigna, "Scrambled linear
 * pseudorandom number generators", ACM Trans. Math. Softw. 47(4), 2021, doi 10.1145/3460772), its state filled by
 * splitmix32 from one seed.
 */
export class Random {
  private readonly s = new Uint32Array(4);
  private spare: number | undefined;

  /** `stream` gives independent sequences of one seed, such as one a subject. */
  constructor(seed: number, stream = 0) {
    let state = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0;
    for (let k = 0; k < 4; k++) {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      this.s[k] = (z ^ (z >>> 16)) >>> 0;
    }
  }

  /** What `resume` takes, so that another generator goes on as this one would. */
  state(): Float64Array {
    return Float64Array.of(...this.s, this.spare ?? Number.NaN);
  }

  resume(state: Float64Array): void {
    this.s.set(state.subarray(0, 4));
    this.spare = Number.isNaN(state[4]) ? undefined : state[4];
  }

  /** Uniform in [0, 1). */
  next(): number {
    const { s } = this;
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result / 0x100000000;
  }

  /** A generator of its own, so that parts do not disturb each other's sequence. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 0x100000000));
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Normal with mean 0 and variance 1 (G. Marsaglia's polar method, 1964). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    let u: number;
    let v: number;
    let square: number;
    do {
      u = this.between(-1, 1);
      v = this.between(-1, 1);
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = v * factor;
    return u * factor;
  }

  /**
   * Gamma with a shape and the scale 1: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables",
   * ACM Trans. Math. Softw. 26(3), 2000, doi 10.1145/358407.358414; below 1 by their γ(a) = γ(a + 1) U^(1/a).
   */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = 1 - this.next();
      if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}
