/**
 * Branch loadings after an outage without solving it: the flows of the base case moved by distribution factors (see
 * `distributionFactors`). Around an AC solution this is nearer than the DC model's own flows, and without an outage
 * it is exact. Reactive flows are taken to find the same ways as active ones, which the reactances favour too: rough,
 * but nearer than to leave them where they were.
 */
import type { Grid } from '../../grid';
import { loadingOf } from '../loading';
import type { PowerFlowPlan } from '../plan';
import type { ScreeningBase } from './base';
import { type DistributionFactors, distributionFactors } from './distribution-factors';
import type { Limits } from './limits';
import type { ContingencyRecords } from './records';

/** A branch that was beyond the threshold before the outage speaks for it if it gains this much, percent. */
const NOTABLE_GAIN_PERCENT = 1;

/**
 * The voltage |S| xτ / (1 − PTDF_kk), per unit, that opens between the ends of a branch that goes out: beyond this
 * the outage moves voltages and losses too far for factors.
 */
const WIDE_GAP_PU = 0.2;

export class LoadingEstimate {
  /** At each branch's more heavily loaded end, from → to. */
  private readonly p_mw: Float64Array;
  private readonly q_mvar: Float64Array;
  /** What the outage of each branch takes away, the mean of its ends, from → to. */
  private readonly through_mw: Float64Array;
  private readonly through_mvar: Float64Array;
  private readonly before_percent: Float64Array;
  /** |S| xτ of each branch, per unit. */
  private readonly drop_pu: Float64Array;
  private readonly rated: Int32Array;
  private readonly factors: DistributionFactors | undefined;

  /** Throws INVALID_NETWORK where a live branch has no reactance. */
  constructor(
    grid: Grid,
    plan: PowerFlowPlan,
    live: Uint8Array,
    base: ScreeningBase,
    private readonly limits: Limits,
    private readonly threshold_percent: number,
  ) {
    const { p_from_mw, q_from_mvar, p_to_mw, q_to_mvar } = base;
    const squareAtFrom = p_from_mw.map((p, k) => p * p + q_from_mvar[k] ** 2);
    const squareAtTo = p_to_mw.map((p, k) => p * p + q_to_mvar[k] ** 2);
    const heavier = (from: Float64Array, to: Float64Array): Float64Array =>
      from.map((flow, k) => (squareAtFrom[k] >= squareAtTo[k] ? flow : -to[k]));
    this.p_mw = heavier(p_from_mw, p_to_mw);
    this.q_mvar = heavier(q_from_mvar, q_to_mvar);
    this.through_mw = p_from_mw.map((p, k) => (p - p_to_mw[k]) / 2);
    this.through_mvar = q_from_mvar.map((q, k) => (q - q_to_mvar[k]) / 2);
    this.rated = Int32Array.from(live.keys()).filter((k) => live[k] === 1 && limits.rating_mva[k] > 0);
    this.before_percent = p_from_mw.map((_, k) => loadingOf(base, limits.rating_mva, k));
    this.drop_pu = squareAtFrom.map((square, k) => {
      const s_pu = Math.sqrt(Math.max(square, squareAtTo[k])) / grid.base_mva;
      return s_pu * Math.abs(grid.x_pu[k]) * grid.tap_ratio[k];
    });
    this.factors = distributionFactors(grid, live, plan);
  }

  /**
   * Writes the estimate to record i as its loading and overloads. True where it settles the outage: no branch comes
   * to the threshold that was not there before, and no wide gap opens. False also where the factors cannot tell.
   */
  record(records: ContingencyRecords, i: number, outage: number): boolean {
    const { factors, rated, p_mw, q_mvar, before_percent, threshold_percent } = this;
    const { rating_mva } = this.limits;
    if (factors === undefined || !factors.outage(outage)) return false;
    const { lodf } = factors;
    const moved_mw = this.through_mw[outage];
    const moved_mvar = this.through_mvar[outage];
    let largest = Number.NEGATIVE_INFINITY;
    let branch = -1;
    let overloads = 0;
    let settled = this.drop_pu[outage] < WIDE_GAP_PU * Math.abs(1 - factors.ptdf[outage]);
    for (const k of rated) {
      if (k === outage) continue;
      const p = p_mw[k] + lodf[k] * moved_mw;
      const q = q_mvar[k] + lodf[k] * moved_mvar;
      const loading = (100 * Math.sqrt(p * p + q * q)) / rating_mva[k];
      if (loading > 100) overloads++;
      if (loading > largest) {
        largest = loading;
        branch = k;
      }
      if (loading < threshold_percent) continue;
      if (before_percent[k] < threshold_percent || loading > before_percent[k] + NOTABLE_GAIN_PERCENT)
        settled = false;
    }
    records.overloads[i] = overloads;
    records.loading_max_branch[i] = branch;
    if (branch < 0) return settled;
    records.loading_max_percent[i] = largest;
    records.dc_loading_max_percent[i] = largest;
    return settled;
  }
}
