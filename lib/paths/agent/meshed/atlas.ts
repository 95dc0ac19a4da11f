/** All legal configurations of a grid with few switches, each with its linear flows. */
import type { Grid } from '../../../grid';
import { nominalPoint, type OperatingPoint } from '../../../powerflow';
import type { Estimate } from '../types';
import { eachConfiguration } from './configurations';
import { type LinearFlows, linearFlows } from './linear-flow';

/** More switches than this are not enumerated: 4,096 configurations at most. */
export const MOST_ENUMERATED = 12;
/** Buses and branches, at most: the flows of all configurations then take 4,096 × 2 × 1,024 floats, 64 MiB. */
const MOST_FLOWS = 1024;

interface Charted {
  readonly live: Uint8Array;
  /** One bit a switch. */
  readonly bits: number;
  readonly flows: LinearFlows;
}

/** What each bus draws, per unit. */
export interface Drawn {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

export function drawnAt(grid: Grid, point: OperatingPoint): Drawn {
  const p = new Float64Array(grid.busCount);
  const q = new Float64Array(grid.busCount);
  for (let bus = 0; bus < p.length; bus++) {
    p[bus] = (point.demand_mw[bus] + grid.shunt_mw[bus]) / grid.base_mva;
    q[bus] = (point.demand_mvar[bus] - grid.shunt_mvar[bus]) / grid.base_mva;
  }
  for (const [g, bus] of grid.generatorBus.entries()) {
    if (grid.generatorUsable[g] === 1) p[bus] -= point.generation_mw[g] / grid.base_mva;
  }
  return { p, q };
}

export class Atlas {
  readonly charted: readonly Charted[];
  private readonly byBits = new Map<number, number>();

  /** `free`: the branches that may be switched; the others stand as `base` has them. */
  constructor(
    private readonly grid: Grid,
    private readonly free: readonly number[],
    base: Uint8Array,
  ) {
    const { vm_set_pu } = nominalPoint(grid);
    const charted: Charted[] = [];
    for (const live of eachConfiguration(grid, base, free)) {
      const flows = linearFlows(grid, live, vm_set_pu);
      if (flows === undefined) continue;
      this.byBits.set(this.bitsOf(live), charted.length);
      charted.push({ live: live.slice(), bits: this.bitsOf(live), flows });
    }
    this.charted = charted;
  }

  static covers(grid: Grid, free: readonly number[]): boolean {
    return free.length <= MOST_ENUMERATED && grid.busCount * grid.branchCount <= MOST_FLOWS;
  }

  bitsOf(live: Uint8Array): number {
    return this.free.reduce((bits, k, place) => bits + live[k] * 2 ** place, 0);
  }

  /** Places of the configurations that one operation leads to. */
  neighboursOf({ bits }: Charted): number[] {
    return this.free.flatMap((_, place) => this.byBits.get(bits ^ (1 << place)) ?? []);
  }

  placeOf(live: Uint8Array): number | undefined {
    return this.byBits.get(this.bitsOf(live));
  }

  /** At 1 per unit, without charging. */
  estimate(place: number, { p, q }: Drawn, failure_probability: Float64Array): Estimate {
    const { grid } = this;
    const { live, flows } = this.charted[place];
    const n = grid.busCount;
    let loss_pu = 0;
    let risk_mw = 0;
    let violation = 0;
    for (let k = 0; k < live.length; k++) {
      if (live[k] === 0) continue;
      let fp = 0;
      let fq = flows.circulating[k];
      for (let bus = 0, at = k * n; bus < n; bus++, at++) {
        fp += flows.active[at] * p[bus];
        fq += flows.reactive[at] * q[bus];
      }
      const square = fp * fp + fq * fq;
      loss_pu += grid.r_pu[k] * square;
      risk_mw += failure_probability[k] * Math.abs(fp) * grid.base_mva;
      const rating_pu = grid.rating_mva[k] / grid.base_mva;
      if (rating_pu > 0 && square > rating_pu * rating_pu) violation += Math.sqrt(square) / rating_pu - 1;
    }
    return { loss_mw: loss_pu * grid.base_mva, risk_mw, violation };
  }
}
