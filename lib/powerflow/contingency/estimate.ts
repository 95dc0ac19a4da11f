/**
 * Branch loadings after an outage without solving it: the active flows of the base case moved by distribution
 * factors (see `distributionFactors`), the reactive flows left as they are. Around an AC solution this is nearer
 * than the DC model's own flows, and without an outage it is exact.
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
 * The voltage that opens between the ends of a branch that goes out, |S| xτ / (1 − PTDF_kk) per unit, if its flow went
 * the other ways as reactive flows do in the DC model: beyond this, reactances that the model leaves out decide.
 */
const WIDE_GAP_PU = 0.2;

export class LoadingEstimate {
  /** At the more heavily loaded end: active flow, from → to, and the square of the reactive flow. */
  private readonly p_mw: Float64Array;
  private readonly q2: Float64Array;
  /** What the outage of each branch takes away, the mean of its ends, from → to. */
  private readonly through_mw: Float64Array;
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
    const heavierAtFrom = p_from_mw.map(
      (p, k) => +(p ** 2 + q_from_mvar[k] ** 2 >= p_to_mw[k] ** 2 + q_to_mvar[k] ** 2),
    );
    this.p_mw = p_from_mw.map((p, k) => (heavierAtFrom[k] === 1 ? p : -p_to_mw[k]));
    this.q2 = q_from_mvar.map((q, k) => (heavierAtFrom[k] === 1 ? q : q_to_mvar[k]) ** 2);
    this.through_mw = p_from_mw.map((p, k) => (p - p_to_mw[k]) / 2);
    this.rated = Int32Array.from(live.keys()).filter((k) => live[k] === 1 && limits.rating_mva[k] > 0);
    this.before_percent = p_from_mw.map((_, k) => loadingOf(base, limits.rating_mva, k));
    this.drop_pu = this.p_mw.map(
      (p, k) => (Math.sqrt(p * p + this.q2[k]) * Math.abs(grid.x_pu[k]) * grid.tap_ratio[k]) / grid.base_mva,
    );
    this.factors = distributionFactors(grid, live, plan);
  }

  /**
   * Writes the estimate to record i as its loading and overloads. True where it settles the outage: no branch comes
   * to the threshold that was not there before, and no wide gap opens. False also where the factors cannot tell.
   */
  record(records: ContingencyRecords, i: number, outage: number): boolean {
    const { factors, rated, p_mw, q2, before_percent, threshold_percent } = this;
    const { rating_mva } = this.limits;
    if (factors === undefined || !factors.outage(outage)) return false;
    const moved_mw = this.through_mw[outage];
    let largest = Number.NEGATIVE_INFINITY;
    let branch = -1;
    let overloads = 0;
    let settled = this.drop_pu[outage] < WIDE_GAP_PU * Math.abs(1 - factors.ptdf[outage]);
    for (const k of rated) {
      if (k === outage) continue;
      const p = p_mw[k] + factors.lodf[k] * moved_mw;
      const loading = (100 * Math.sqrt(p * p + q2[k])) / rating_mva[k];
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
