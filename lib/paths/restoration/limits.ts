import type { Grid } from '../../grid';
import { loadingOf, type PowerFlowState } from '../../powerflow';

/** At a rating or at the edge of a band is within it. */
const TOLERANCE_PERCENT = 1e-6;
const TOLERANCE_PU = 1e-9;
const TOLERANCE_MW = 1e-6;
/** A voltage so far out of its band counts like an overload of 100 %. */
const SERIOUS_PU = 0.1;

export interface Breach {
  readonly reason: 'rating' | 'voltage' | 'supply';
  /** Index of the branch, the bus or the generator. */
  readonly index: number;
  /** How far beyond: 1 for an overload of 100 %. */
  readonly excess: number;
}

/** Ratings, bands, and what generators that balance can give; where the grid is beyond them without restoration already, that much is allowed. */
export class Limits {
  private readonly loading_percent: Float64Array;
  private readonly low_pu: Float64Array;
  private readonly high_pu: Float64Array;
  /** Per generator. */
  private readonly most_mw: Float64Array;

  constructor(private readonly grid: Grid) {
    const { buses, generators } = grid.network;
    this.most_mw = Float64Array.from(generators, ({ p_max_mw }) => p_max_mw ?? Number.POSITIVE_INFINITY);
    this.loading_percent = new Float64Array(grid.branchCount).fill(100);
    this.low_pu = Float64Array.from(buses, ({ vm_min_pu }) => vm_min_pu ?? Number.NEGATIVE_INFINITY);
    this.high_pu = Float64Array.from(buses, ({ vm_max_pu }) => vm_max_pu ?? Number.POSITIVE_INFINITY);
  }

  /** Allows what this state has. */
  admit(state: PowerFlowState): void {
    const { loading_percent, low_pu, high_pu, most_mw, grid } = this;
    for (const g of state.balancing) most_mw[g] = Math.max(most_mw[g], state.generation_mw[g]);
    for (let k = 0; k < grid.branchCount; k++) {
      if (grid.rating_mva[k] > 0)
        loading_percent[k] = Math.max(loading_percent[k], loadingOf(state, grid.rating_mva, k));
    }
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (state.energized[bus] === 0) continue;
      low_pu[bus] = Math.min(low_pu[bus], state.vm_pu[bus]);
      high_pu[bus] = Math.max(high_pu[bus], state.vm_pu[bus]);
    }
  }

  /** The worst that the state is beyond, if anything. */
  breach(state: PowerFlowState): Breach | undefined {
    const { loading_percent, low_pu, high_pu, most_mw, grid } = this;
    let worst: Breach | undefined;
    const note = (reason: Breach['reason'], index: number, excess: number): void => {
      if (worst === undefined || excess > worst.excess) worst = { reason, index, excess };
    };
    for (let k = 0; k < grid.branchCount; k++) {
      if (grid.rating_mva[k] === 0) continue;
      const over = loadingOf(state, grid.rating_mva, k) - loading_percent[k];
      if (over > TOLERANCE_PERCENT) note('rating', k, over / 100);
    }
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (state.energized[bus] === 0) continue;
      const out = Math.max(low_pu[bus] - state.vm_pu[bus], state.vm_pu[bus] - high_pu[bus]);
      if (out > TOLERANCE_PU) note('voltage', bus, out / SERIOUS_PU);
    }
    for (const g of state.balancing) {
      const over_mw = state.generation_mw[g] - most_mw[g];
      if (over_mw > TOLERANCE_MW) note('supply', g, over_mw / Math.max(most_mw[g], 1));
    }
    return worst;
  }
}

export interface StateFigures {
  readonly loss_mw: number;
  readonly vm_min_pu: number;
  readonly loading_max_percent: number | null;
}

export function figuresOf(grid: Grid, state: PowerFlowState): StateFigures {
  let vm_min_pu = Number.POSITIVE_INFINITY;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (state.energized[bus] === 1) vm_min_pu = Math.min(vm_min_pu, state.vm_pu[bus]);
  }
  let loading_max_percent: number | null = null;
  for (let k = 0; k < grid.branchCount; k++) {
    if (grid.rating_mva[k] > 0)
      loading_max_percent = Math.max(loading_max_percent ?? 0, loadingOf(state, grid.rating_mva, k));
  }
  return { loss_mw: state.loss_mw, vm_min_pu, loading_max_percent };
}
