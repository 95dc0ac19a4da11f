/**
 * How the generators that hold the voltage of one bus share its reactive power: in proportion to their ranges, each
 * from its own lower limit, as MATPOWER does (R. D. Zimmerman and C. E. Murillo-Sánchez, "MATPOWER User's Manual",
 * section 4, doi 10.5281/zenodo.3236519):
 *
 *   Q_g = Qmin_g + (ΣQ − ΣQmin)/(ΣQmax − ΣQmin) · (Qmax_g − Qmin_g)
 *
 * A limit that is not finite counts as ±M, M the sum of |Q| and of all finite limits' sizes at the bus. Without any
 * range the excess is shared equally.
 */
import type { Grid } from '../grid';

/** Writes the shares of `total_mvar` for these generators into `generation_mvar`. */
export function shareReactivePower(
  grid: Grid,
  generators: readonly number[],
  total_mvar: number,
  generation_mvar: Float64Array,
): void {
  if (generators.length === 1) {
    generation_mvar[generators[0]] = total_mvar;
    return;
  }
  let proxy = Math.abs(total_mvar);
  for (const g of generators) {
    proxy += finiteSize(grid.q_min_mvar[g]) + finiteSize(grid.q_max_mvar[g]);
  }
  let lowest = 0;
  let highest = 0;
  for (const g of generators) {
    lowest += bounded(grid.q_min_mvar[g], proxy);
    highest += bounded(grid.q_max_mvar[g], proxy);
  }
  const range = highest - lowest;
  const flat = Math.abs(range) < 10 * Number.EPSILON;
  for (const g of generators) {
    const from = bounded(grid.q_min_mvar[g], proxy);
    const own = bounded(grid.q_max_mvar[g], proxy) - from;
    const share = flat ? 1 / generators.length : own / range;
    generation_mvar[g] = from + (total_mvar - lowest) * share;
  }
}

function finiteSize(limit: number): number {
  return Number.isFinite(limit) ? Math.abs(limit) : 0;
}

function bounded(limit: number, proxy: number): number {
  return Math.max(-proxy, Math.min(proxy, limit));
}
