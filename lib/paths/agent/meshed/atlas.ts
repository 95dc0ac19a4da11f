/** All legal configurations of a grid with few switches, each with its linear flows. */
import type { Grid } from '../../../grid';
import { nominalPoint, type OperatingPoint } from '../../../powerflow';
import type { Estimate } from '../types';
import { eachConfiguration } from './configurations';
import { type LinearFlows, linearFlows } from './linear-flow';

/** More switches than this are not enumerated: 4,096 configurations at most. */
const MOST_ENUMERATED = 12;
/** Buses and branches, at most: the flows of all configurations then take 4,096 × 2 × 1,024 floats, 64 MiB. */
const MOST_FLOWS = 1024;

interface Charted {
  readonly live: Uint8Array;
  /** One bit a switch. */
  readonly bits: number;
  /** Closed branches, and of each its active and its reactive row (buses each), and what circulates in it. */
  readonly closed: Int32Array;
  readonly rows: Float64Array;
  readonly circulating: Float64Array;
}

/** Whether a grid has so few switches that all its configurations are known. */
export function knowsAllOf(grid: Grid): boolean {
  const switches = grid.switchable.reduce((count, on, k) => count + (on & grid.branchUsable[k]), 0);
  return switches <= MOST_ENUMERATED && grid.busCount * grid.branchCount <= MOST_FLOWS;
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
    if (grid.generatorUsable[g] === 0) continue;
    p[bus] -= point.generation_mw[g] / grid.base_mva;
    if (grid.holdsVoltage[g] === 0) q[bus] -= point.generation_mvar[g] / grid.base_mva;
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
      charted.push(chart(live.slice(), this.bitsOf(live), flows, grid.busCount));
    }
    this.charted = charted;
  }

  bitsOf(live: Uint8Array): number {
    return this.free.reduce((bits, k, place) => bits + live[k] * 2 ** place, 0);
  }

  /** Places of the configurations that one operation leads to. */
  neighboursOf({ bits }: Charted): number[] {
    return this.free.flatMap((_, place) => this.byBits.get(bits ^ (1 << place)) ?? []);
  }

  /** Bits of the switches that differ. */
  static differences(a: number, b: number): number {
    let count = 0;
    for (let rest = a ^ b; rest !== 0; rest &= rest - 1) count++;
    return count;
  }

  placeOf(live: Uint8Array): number | undefined {
    return this.byBits.get(this.bitsOf(live));
  }

  /** At 1 per unit, without charging. */
  estimate(place: number, { p, q }: Drawn, failure_probability: Float64Array): Estimate {
    const { grid } = this;
    const { closed, rows, circulating } = this.charted[place];
    const n = grid.busCount;
    let loss_pu = 0;
    let risk_pu = 0;
    let violation = 0;
    let at = 0;
    for (let row = 0; row < closed.length; row++, at += n) {
      const k = closed[row];
      let fp = 0;
      let fq = circulating[row];
      for (let bus = 0; bus < n; bus++, at++) {
        fp += rows[at] * p[bus];
        fq += rows[at + n] * q[bus];
      }
      const square = fp * fp + fq * fq;
      loss_pu += grid.r_pu[k] * square;
      risk_pu += failure_probability[k] * Math.abs(fp);
      const rating_pu = grid.rating_mva[k] / grid.base_mva;
      if (rating_pu > 0 && square > rating_pu * rating_pu) violation += Math.sqrt(square) / rating_pu - 1;
    }
    const risk_mw = risk_pu * grid.base_mva;
    return { loss_mw: loss_pu * grid.base_mva, risk_mw, violation };
  }
}

function chart(live: Uint8Array, bits: number, flows: LinearFlows, n: number): Charted {
  const closed = Int32Array.from(live.keys()).filter((k) => live[k] === 1);
  const rows = new Float64Array(2 * n * closed.length);
  for (const [row, k] of closed.entries()) {
    rows.set(flows.active.subarray(k * n, (k + 1) * n), 2 * n * row);
    rows.set(flows.reactive.subarray(k * n, (k + 1) * n), 2 * n * row + n);
  }
  return { live, bits, closed, rows, circulating: Float64Array.from(closed, (k) => flows.circulating[k]) };
}
