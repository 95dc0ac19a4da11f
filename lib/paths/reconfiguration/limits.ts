/** How far voltages and loadings are beyond their limits. */
import type { Grid } from '../../grid';
import type { PowerFlowState } from '../../powerflow';
import type { Settings } from './types';

/** What solvers leave, and what a document rounds. */
const SLACK_PU = 1e-6;
/** A voltage that is 0.01 p.u. beyond its band counts like a branch that is 10 % beyond its rating. */
const VOLTAGE_WEIGHT = 10;

export interface Violations {
  /** Σ p.u. beyond the band × 10, over all energised buses. */
  voltage: number;
  /** Σ share of the rating beyond it. */
  rating: number;
  loading_max_percent: number | null;
}

export class Limits {
  readonly vm_min_pu: Float64Array;
  readonly vm_max_pu: Float64Array;
  /** Extremes that are within the band whatever the bus. */
  readonly safeLow: number;
  readonly safeHigh: number;
  /** Per branch: 1/rating, 0 where there is none or it need not be kept. */
  private readonly perRating: Float64Array;
  readonly rated: boolean;

  constructor(
    private readonly grid: Grid,
    { voltage_band, ratings }: Settings,
  ) {
    const { buses } = grid.network;
    const none = voltage_band === null;
    this.vm_min_pu = Float64Array.from(buses, ({ vm_min_pu }) =>
      none ? 0 : (voltage_band?.vm_min_pu ?? vm_min_pu ?? 0),
    );
    this.vm_max_pu = Float64Array.from(buses, ({ vm_max_pu }) =>
      none ? Number.POSITIVE_INFINITY : (voltage_band?.vm_max_pu ?? vm_max_pu ?? Number.POSITIVE_INFINITY),
    );
    this.exemptSources();
    this.safeLow = this.vm_min_pu.reduce((most, vm) => Math.max(most, vm), 0) - SLACK_PU;
    this.safeHigh = this.vm_max_pu.reduce((least, vm) => Math.min(least, vm)) + SLACK_PU;
    this.perRating = grid.rating_mva.map((mva) => (mva > 0 ? 1 / mva : 0));
    this.rated = ratings && grid.rating_mva.some((mva) => mva > 0);
    if (!ratings) this.perRating.fill(0);
  }

  /** A voltage that is held is nothing that switching could change. */
  private exemptSources(): void {
    const { generatorBus, generatorUsable, holdsVoltage } = this.grid;
    for (const [g, bus] of generatorBus.entries()) {
      if ((generatorUsable[g] & holdsVoltage[g]) === 0) continue;
      this.vm_min_pu[bus] = 0;
      this.vm_max_pu[bus] = Number.POSITIVE_INFINITY;
    }
  }

  measure(state: PowerFlowState): Violations {
    const { vm_pu, energized } = state;
    let voltage = 0;
    for (let bus = 0; bus < vm_pu.length; bus++) {
      if (energized[bus] === 0) continue;
      const beyond = Math.max(this.vm_min_pu[bus] - vm_pu[bus], vm_pu[bus] - this.vm_max_pu[bus]);
      if (beyond > SLACK_PU) voltage += VOLTAGE_WEIGHT * beyond;
    }
    let rating = 0;
    let highest = 0;
    for (let k = 0; k < this.perRating.length; k++) {
      if (this.perRating[k] === 0) continue;
      const from = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
      const to = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
      const loading = Math.max(from, to) * this.perRating[k];
      if (loading > highest) highest = loading;
      if (loading > 1 + SLACK_PU) rating += loading - 1;
    }
    return { voltage, rating, loading_max_percent: this.rated ? 100 * highest : null };
  }
}
