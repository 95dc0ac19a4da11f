/** A probability of 0 or 1, as another runtime may round it, stays finite. */
const CERTAINTY = 1e-6;

export function logOdds(p: number): number {
  const within = Math.min(1 - CERTAINTY, Math.max(CERTAINTY, p));
  return Math.log(within / (1 - within));
}
