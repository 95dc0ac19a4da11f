/** For how long a decision stands: the agent decides by hours, the flow ticks in seconds. */
import type { Archive } from '../../keeping';
import { sameLive } from './decide';
import type { SwitchingState } from './types';

/** A decision is taken anew where demand has moved by such a share, or a probability by so much. */
const DEMAND_MOVED = 0.05;
const PROBABILITY_MOVED = 0.1;

export class StandingDecision {
  private readonly demand_mw: number;

  /** `target`: per branch, how the switches are to stand. */
  constructor(
    readonly state: SwitchingState,
    readonly target: Uint8Array,
  ) {
    this.demand_mw = demandOf(state);
  }

  /**
   * Whether it still stands: within the hour, with the same weight of risk and the same branches available, loads and
   * risks about as they were, and the switches where they were, where they are to be, or on the way.
   */
  holds(state: SwitchingState): boolean {
    const { state: before, target } = this;
    if (Math.floor(state.hourOfWeek) !== Math.floor(before.hourOfWeek)) return false;
    if (state.weights.risk_weight !== before.weights.risk_weight) return false;
    if (!sameLive(state.available, before.available)) return false;
    if (Math.abs(demandOf(state) - this.demand_mw) > DEMAND_MOVED * this.demand_mw) return false;
    for (let k = 0; k < target.length; k++) {
      const moved = Math.abs(state.failure_probability[k] - before.failure_probability[k]);
      if (moved > PROBABILITY_MOVED) return false;
      const on = state.point.live[k];
      if (on !== before.point.live[k] && on !== target[k]) return false;
    }
    return true;
  }
}

function demandOf({ point }: SwitchingState): number {
  return point.demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
}

const FLOATS = new Float64Array();
const FLAGS = new Uint8Array();

/** Writes a decision down, or gives the one that was. */
export function keepStanding(
  archive: Archive,
  standing: StandingDecision | undefined,
): StandingDecision | undefined {
  if (!archive.flag(standing !== undefined)) return undefined;
  const state = standing?.state;
  const point = state?.point;
  const floats = (values: Float64Array = FLOATS): Float64Array => archive.copy(values);
  const flags = (values: Uint8Array = FLAGS): Uint8Array => archive.copy(values);
  return new StandingDecision(
    {
      point: {
        demand_mw: floats(point?.demand_mw),
        demand_mvar: floats(point?.demand_mvar),
        generation_mw: floats(point?.generation_mw),
        generation_mvar: floats(point?.generation_mvar),
        vm_set_pu: floats(point?.vm_set_pu),
        live: flags(point?.live),
      },
      available: flags(state?.available),
      failure_probability: floats(state?.failure_probability),
      ...archive.json({ hourOfWeek: state?.hourOfWeek ?? 0, weights: state?.weights ?? NO_WEIGHTS }),
    },
    flags(standing?.target),
  );
}

const NO_WEIGHTS = { loss_weight: 0, risk_weight: 0, switching_cost_mw: 0 };
