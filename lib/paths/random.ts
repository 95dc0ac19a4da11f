/** Draws uniformly from [0, 1). */
export type Random = () => number;

/**
 * A seeded generator: xorshift with 128 bits of state (G. Marsaglia, "Xorshift RNGs", 2003,
 * doi:10.18637/jss.v008.i14, period 2^128 − 1). Integer operations only, so it is the same on every machine.
 */
export function seededRandom(seed: number): Random {
  // Four words from the seed by a multiplicative hash; the odd constant keeps the state from being all zero.
  const word = (index: number): number => {
    const mixed = Math.imul((Math.trunc(seed) ^ (index * 0x9e3779b9)) >>> 0, 0x85ebca6b);
    return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ (mixed >>> 13);
  };
  let x = word(1);
  let y = word(2);
  let z = word(3);
  let w = word(4) | 1;
  const next = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ (t ^ (t >>> 8));
    return (w >>> 0) / 0x1_0000_0000;
  };
  // Seeds that differ in one bit begin alike; the first draws are thrown away.
  for (let draw = 0; draw < 16; draw++) next();
  return next;
}

/** Draws from the normal distribution with mean 0 and deviation 1 (G. E. P. Box and M. E. Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
