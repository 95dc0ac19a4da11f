/**
 * A state and its options as the network sees them: figures without dimension, about 1 in size. Demands stand in
 * proportion to their nominal mean, costs in per cent of `scale_mw`.
 */
import type { Grid } from '../../grid';
import { baselineOf, costOf, standingCost } from './pricing';
import type { Option, SwitchingState } from './types';
import { demandZones } from './zones';

/** Grids with more switches than this are told to the network by estimates and zones alone. */
const MOST_SWITCHES = 256;
const OF_STATE = 9;
const OF_OPTION = 12;
/** Figures are cut off here. */
const LIMIT = 4;
const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 168;

/** One state with its options, as rows. */
export interface Encoded {
  readonly state: Float32Array;
  /** One row of `optionSize` an option. */
  readonly options: Float32Array;
  /** What costs are seen against, MW. */
  readonly baseline_mw: number;
}

export class Encoder {
  readonly stateSize: number;
  readonly optionSize: number;
  private readonly zones;
  /** Branches that have a figure of their own. */
  private readonly switches: Int32Array;
  private readonly nominal_mw: number;

  /** `free` as in ConfigurationSpace; `scale_mw`: losses at nominal load, in the best configuration known. */
  constructor(
    grid: Grid,
    free: Uint8Array,
    readonly scale_mw: number,
  ) {
    this.zones = demandZones(grid);
    const switches = Int32Array.from(free.keys()).filter((k) => free[k] === 1);
    this.switches = switches.length <= MOST_SWITCHES ? switches : new Int32Array();
    this.stateSize = this.zones.count + OF_STATE + 2 * this.switches.length;
    this.optionSize = this.switches.length + OF_OPTION;
    this.nominal_mw = grid.demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
  }

  /** Keeping is the first option. `least_mw` as in ConfigurationSpace. */
  encode(state: SwitchingState, options: readonly Option[], least_mw: number | null): Encoded {
    const baseline_mw = baselineOf(least_mw, state, this.scale_mw, this.nominal_mw);
    const rows = new Float32Array(options.length * this.optionSize);
    const seenAgainst = { baseline_mw, typical_mw: typicalOf(options, state, this.scale_mw) };
    for (const [place, option] of options.entries()) {
      this.writeOption(state, option, seenAgainst, rows.subarray(place * this.optionSize));
    }
    return { state: this.encodeState(state, options[0], baseline_mw), options: rows, baseline_mw };
  }

  private encodeState(state: SwitchingState, keep: Option, baseline_mw: number): Float32Array {
    const { zones, switches, scale_mw, nominal_mw } = this;
    const { demand_mw, demand_mvar, live } = state.point;
    const row = new Float32Array(this.stateSize);
    const perZone = nominal_mw > 0 ? zones.count / nominal_mw : 0;
    let p = 0;
    let q = 0;
    for (let bus = 0; bus < demand_mw.length; bus++) {
      const zone = zones.zoneOfBus[bus];
      if (zone < 0) continue;
      row[zone] += demand_mw[bus] * perZone;
      p += demand_mw[bus];
      q += demand_mvar[bus];
    }
    const day = (2 * Math.PI * state.hourOfWeek) / HOURS_A_DAY;
    const week = (2 * Math.PI * state.hourOfWeek) / HOURS_A_WEEK;
    const percent = 100 / scale_mw;
    let at = zones.count;
    for (const value of [
      nominal_mw > 0 ? p / nominal_mw : 0,
      nominal_mw > 0 ? q / nominal_mw : 0,
      ...[Math.sin(day), Math.cos(day), Math.sin(week), Math.cos(week)],
      percent * state.weights.switching_cost_mw,
      baseline_mw / scale_mw,
      keep.estimate === null ? 0 : percent * (standingCost(keep.estimate, state, scale_mw) - baseline_mw),
    ]) {
      row[at++] = clip(value);
    }
    for (const k of switches) {
      row[at++] = live[k] & state.available[k];
      row[at++] = clip(10 * state.weights.risk_weight * state.failure_probability[k]);
    }
    return row;
  }

  private writeOption(
    state: SwitchingState,
    option: Option,
    { baseline_mw, typical_mw }: SeenAgainst,
    row: Float32Array,
  ): void {
    const { estimate, typical, operations, kind, live } = option;
    const percent = 100 / this.scale_mw;
    let at = 0;
    for (const k of this.switches) row[at++] = 1 - live[k];
    const { risk_weight, switching_cost_mw } = state.weights;
    if (estimate !== null) {
      const regret = percent * (costOf(estimate, option, state, this.scale_mw) - baseline_mw);
      const standing = percent * (standingCost(estimate, state, this.scale_mw) - baseline_mw);
      row[at] = clip(regret);
      row[at + 1] = clip(Math.log1p(10 * Math.max(0, standing)) / 2);
      row[at + 2] = clip((percent * (state.weights.loss_weight * estimate.loss_mw - baseline_mw)) / 10);
      row[at + 3] = clip((percent * risk_weight * estimate.risk_mw) / 10);
      row[at + 4] = clip(10 * estimate.violation);
      row[at + 5] = clip(standing / 10);
    }
    if (typical !== null) {
      const usual = percent * (standingCost(typical, state, this.scale_mw) - typical_mw);
      row[at + 10] = clip(usual);
      row[at + 11] = clip(usual / 10);
    }
    row[at + 6] = clip(operations / 8);
    row[at + 7] = clip(percent * switching_cost_mw * operations);
    row[at + 8] = kind === 'keep' ? 1 : 0;
    row[at + 9] = kind === 'exchange' ? 1 : 0;
  }
}

interface SeenAgainst {
  readonly baseline_mw: number;
  /** The least cost at nominal load. */
  readonly typical_mw: number;
}

function typicalOf(options: readonly Option[], state: SwitchingState, scale_mw: number): number {
  const costs = options.map(({ typical }) => (typical === null ? 0 : standingCost(typical, state, scale_mw)));
  return Math.min(...costs);
}

function clip(value: number): number {
  return Math.max(-LIMIT, Math.min(LIMIT, value));
}
