import type { Grid } from '../grid';
import type { Random } from '../random';
import { CUSTOMER_CLASSES, type CustomerClass, type LoadShapes, multiplierAt } from './load-shapes';

/** Standard deviation of a bus's demand about its shape, and how long a deviation keeps. */
const DEVIATION = 0.03;
const PERSISTENCE_S = 1800;

/** What every bus asks for, moved by its customers' shapes and a persistent random part; `fix` overrides a bus. */
export class DemandModel {
  readonly demand_mw: Float64Array;
  readonly demand_mvar: Float64Array;
  private readonly deviation: Float64Array;
  private readonly fixed = new Map<number, { mw: number; mvar: number }>();
  private readonly loads: { bus: number; p_mw: number; q_mvar: number; customer: CustomerClass }[];

  constructor(
    grid: Grid,
    private readonly shapes: LoadShapes,
    private readonly random: Random,
  ) {
    this.demand_mw = new Float64Array(grid.busCount);
    this.demand_mvar = new Float64Array(grid.busCount);
    this.deviation = new Float64Array(grid.busCount);
    this.loads = grid.network.loads.map(({ bus, p_mw, q_mvar, customer }) => ({
      bus: grid.busIndex.get(bus)!,
      p_mw,
      q_mvar,
      customer: customer ?? 'residential',
    }));
  }

  advance(time_s: number, step_s: number): void {
    const { demand_mw, demand_mvar, deviation } = this;
    const keep = Math.exp(-step_s / PERSISTENCE_S);
    const stir = DEVIATION * Math.sqrt(1 - keep * keep);
    for (let bus = 0; bus < deviation.length; bus++) {
      deviation[bus] = keep * deviation[bus] + stir * this.random.normal();
    }
    const multiplier = Object.fromEntries(
      CUSTOMER_CLASSES.map((customer) => [customer, multiplierAt(this.shapes, customer, time_s)]),
    ) as Record<CustomerClass, number>;
    demand_mw.fill(0);
    demand_mvar.fill(0);
    for (const { bus, p_mw, q_mvar, customer } of this.loads) {
      const factor = multiplier[customer] * (1 + deviation[bus]);
      demand_mw[bus] += p_mw * factor;
      demand_mvar[bus] += q_mvar * factor;
    }
    for (const [bus, { mw, mvar }] of this.fixed) {
      demand_mw[bus] = mw;
      demand_mvar[bus] = mvar;
    }
  }

  /** Holds a bus at a demand; without a reactive part it keeps the power factor 0.95. */
  fix(bus: number, demand_mw: number, demand_mvar = demand_mw * Math.tan(Math.acos(0.95))): void {
    this.fixed.set(bus, { mw: demand_mw, mvar: demand_mvar });
  }
}
