import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import type { OptimizerState } from '../types';

/**
 * What each bus took when it last had supply: a snapshot gives the demand of a dark bus as 0. Of a bus that was never
 * seen with supply the network's nominal load is all that is known.
 */
export class DemandMemory {
  /** Per bus: 1 where it was seen with supply. */
  readonly seen: Uint8Array;
  private readonly demand_mw: Float64Array;
  private readonly demand_mvar: Float64Array;

  constructor({ busCount, demand_mw, demand_mvar }: Pick<Grid, 'busCount' | 'demand_mw' | 'demand_mvar'>) {
    this.seen = new Uint8Array(busCount);
    this.demand_mw = demand_mw.slice();
    this.demand_mvar = demand_mvar.slice();
  }

  keep(archive: Archive): void {
    for (const values of [this.seen, this.demand_mw, this.demand_mvar]) archive.array(values);
  }

  note(state: OptimizerState, energized: Uint8Array): void {
    for (const [bus, on] of energized.entries()) {
      if (on === 0) continue;
      this.seen[bus] = 1;
      this.demand_mw[bus] = state.demand_mw[bus];
      this.demand_mvar[bus] = state.demand_mvar[bus];
    }
  }

  /** The demand of all buses if all had supply. */
  all(): { demand_mw: Float64Array; demand_mvar: Float64Array } {
    return { demand_mw: this.demand_mw.slice(), demand_mvar: this.demand_mvar.slice() };
  }
}
