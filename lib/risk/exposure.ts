/**
 * A probability of another exposure: hazards that are `ratio` times as high, or act `ratio` times as long, give 1 − (1 − p)^ratio.
 * For a model trained on accelerated failures, and for another horizon.
 */
export function withExposure(p: number, ratio: number): number {
  return ratio === 1 ? p : -Math.expm1(ratio * Math.log1p(-p));
}
