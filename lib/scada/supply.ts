import { type Fault, gridError } from '../errors';
import type { Grid } from '../grid';
import {
  createPowerFlow,
  nominalPoint,
  type OperatingPoint,
  type PowerFlowState,
  type ResumableFlow,
} from '../powerflow';
import type { Archive } from '../keeping';

/** Where the flow has no solution, demand is shed in these steps: the remaining shares. */
const SHEDDING = [1, 0.8, 0.6, 0.4, 0.2, 0];

export interface Supplied {
  /** What is asked for after shedding. */
  point: OperatingPoint;
  /** The solver's own memory, valid until the next `solve`. */
  state: PowerFlowState;
}

/** The power flow of one run: generators that follow demand, and shedding where there is no solution. */
export class SupplyModel {
  private readonly flow: ResumableFlow;
  private readonly nominal: OperatingPoint;
  private readonly nominal_mw: number;

  constructor(private readonly grid: Grid) {
    this.flow = createPowerFlow(grid);
    this.nominal = nominalPoint(grid);
    this.nominal_mw = taken(grid.demand_mw);
  }

  /** The last solution, from which the next begins. */
  keep(archive: Archive): void {
    const { v, theta, live, warm } = this.flow.memory();
    archive.array(v);
    archive.array(theta);
    archive.array(live);
    this.flow.recall({ v, theta, live, warm: archive.flag(warm) });
  }

  /** With as much of the demand as there is a solution for; throws NO_SOLUTION where even none of it has one. */
  solve(demand_mw: Float64Array, demand_mvar: Float64Array, live: Uint8Array): Supplied {
    let fault: Fault | undefined;
    for (const share of SHEDDING) {
      const point = this.operatingPoint(demand_mw, demand_mvar, live, share);
      const outcome = this.flow.solve(point);
      if (outcome.status !== 'not_converged') return { point, state: outcome.state };
      const bus = this.grid.network.buses[outcome.worstBus];
      fault ??= { at: `bus "${bus.id}"`, got: `a mismatch of ${outcome.mismatch_pu} per unit` };
    }
    throw gridError('NO_SOLUTION', fault!);
  }

  /**
   * Generators other than the slack follow what is taken from the grid, in proportion to their schedule; they keep
   * to it where nominally nothing is taken.
   */
  private operatingPoint(
    demand_mw: Float64Array,
    demand_mvar: Float64Array,
    live: Uint8Array,
    share: number,
  ): OperatingPoint {
    const { nominal } = this;
    const shed_mw = demand_mw.map((p) => p * share);
    const follow = this.nominal_mw > 0 ? taken(shed_mw) / this.nominal_mw : share;
    return {
      demand_mw: shed_mw,
      demand_mvar: demand_mvar.map((q) => q * share),
      generation_mw: nominal.generation_mw.map((p) => p * follow),
      generation_mvar: nominal.generation_mvar.map((q) => q * follow),
      vm_set_pu: nominal.vm_set_pu,
      live,
    };
  }
}

/** Demand without what feeds in, MW. */
function taken(demand_mw: Float64Array): number {
  return demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
}
