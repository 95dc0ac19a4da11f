/** The states and days that an agent is trained and tried on: loads by class and hour, risks, outages. */
import { DisjointSets, type Grid } from '../../grid';
import { nominalPoint, type OperatingPoint } from '../../powerflow';
import type { Random } from '../../random';
import { slackBuses } from '../reconfiguration';
import type { Customer, WeeklyShapes } from '../types';
import { nominalState } from './nominal-state';
import type { SwitchingState, Weights } from './types';

/** The order in which classes are changed for one another. */
const CUSTOMERS: readonly Customer[] = ['residential', 'commercial', 'industrial'];

/** How states are drawn. */
export interface Distribution {
  readonly shapes: WeeklyShapes;
  /** A factor common to all loads of a day, uniform between these. */
  readonly level: readonly [low: number, high: number];
  /** Standard deviation of each load about its shape, as a share, and of that what is new each hour. */
  readonly deviation: number;
  /** Share of states with an outage; `outages` says which branches may be out. */
  readonly outageShare: number;
  readonly outages: readonly number[];
  /** Share of states with risks: few branches are likely to fail, with up to 0.9, the others have up to 0.02. */
  readonly riskShare: number;
  /** Of a state with risks, uniform up to. */
  readonly mostRiskWeight: number;
  /** Cost of an operation: a share of the losses at nominal load, log-uniform between these; 0 in half of the days. */
  readonly switchingCost: readonly [low: number, high: number];
  /** Classes of all customers changed in a circle: residential → commercial → industrial. */
  readonly otherClasses?: boolean;
}

const PERSISTENCE = 0.8;
/** Branches of a state with risks that are likely to fail, on average. */
const LIKELY_TO_FAIL = 2;
const HOURS = 168;

/** Draws days of one grid. `scale_mw`: losses at nominal load. */
export class Scenarios {
  private readonly nominalPoint: OperatingPoint;
  private readonly loads: { bus: number; p_mw: number; q_mvar: number; customer: Customer }[];

  constructor(
    private readonly grid: Grid,
    private readonly scale_mw: number,
    readonly distribution: Distribution,
  ) {
    this.nominalPoint = nominalPoint(grid);
    const turn = distribution.otherClasses === true ? 1 : 0;
    this.loads = grid.network.loads.map(({ bus, p_mw, q_mvar, customer = 'residential' }) => ({
      bus: grid.busIndex.get(bus)!,
      p_mw,
      q_mvar,
      customer: CUSTOMERS[(CUSTOMERS.indexOf(customer) + turn) % CUSTOMERS.length],
    }));
  }

  /** Nominal load, nothing at risk, nothing out. */
  nominal(): SwitchingState {
    return nominalState(this.grid);
  }

  /** A state of its own: one hour, normal switches, no cost of operations. */
  state(random: Random): SwitchingState {
    const [first] = this.day(random, 1);
    return { ...first, weights: { ...first.weights, switching_cost_mw: 0 } };
  }

  /**
   * Consecutive hours. Switches stand as in the network, but for an outage: what follows from decisions is the
   * caller's to set.
   */
  day(random: Random, hours = 24): SwitchingState[] {
    const { distribution, grid } = this;
    const start = random.below(HOURS);
    const level = random.between(...distribution.level);
    const factors = this.loads.map(() => distribution.deviation * random.normal());
    const power = this.loads.map(() => 0.1 * random.normal());
    const available = this.drawAvailable(random);
    const { failure_probability, weights } = this.drawRisks(random);
    return Array.from({ length: hours }, (_, hour) => {
      if (hour > 0) this.drift(random, factors);
      const hourOfWeek = (start + hour) % HOURS;
      const point = this.pointAt(hourOfWeek, level, factors, power);
      const live = this.nominalPoint.live.map((on, k) => on & available[k] & grid.branchUsable[k]);
      return { point: { ...point, live }, available, failure_probability, hourOfWeek, weights };
    });
  }

  private drift(random: Random, factors: number[]): void {
    const stir = this.distribution.deviation * Math.sqrt(1 - PERSISTENCE ** 2);
    for (let k = 0; k < factors.length; k++) factors[k] = PERSISTENCE * factors[k] + stir * random.normal();
  }

  private pointAt(hour: number, level: number, factors: number[], power: number[]): OperatingPoint {
    const { grid, nominalPoint: nominal, distribution } = this;
    const demand_mw = new Float64Array(grid.busCount);
    const demand_mvar = new Float64Array(grid.busCount);
    let nominal_mw = 0;
    let total_mw = 0;
    for (const [k, { bus, p_mw, q_mvar, customer }] of this.loads.entries()) {
      const factor = level * distribution.shapes[customer][hour] * Math.max(0.1, 1 + factors[k]);
      demand_mw[bus] += p_mw * factor;
      demand_mvar[bus] += q_mvar * factor * Math.max(0, 1 + power[k]);
      nominal_mw += p_mw;
      total_mw += p_mw * factor;
    }
    const share = nominal_mw > 0 ? total_mw / nominal_mw : 1;
    return {
      ...nominal,
      demand_mw,
      demand_mvar,
      generation_mw: nominal.generation_mw.map((p) => p * share),
      generation_mvar: nominal.generation_mvar.map((q) => q * share),
    };
  }

  private drawAvailable(random: Random): Uint8Array {
    const available = new Uint8Array(this.grid.branchCount).fill(1);
    const { outageShare, outages } = this.distribution;
    if (random.next() < outageShare && outages.length > 0)
      available[outages[random.below(outages.length)]] = 0;
    return available;
  }

  private drawRisks(random: Random): { failure_probability: Float64Array; weights: Weights } {
    const { riskShare, mostRiskWeight, switchingCost } = this.distribution;
    const failure_probability = new Float64Array(this.grid.branchCount);
    const risky = random.next() < riskShare;
    const risk_weight = risky ? random.between(0, mostRiskWeight) : 0;
    for (let k = 0; k < failure_probability.length; k++) {
      const p = random.next() ** 4;
      const likely = random.next() < LIKELY_TO_FAIL / failure_probability.length;
      if (risky) failure_probability[k] = likely ? 0.1 + 0.8 * p : 0.02 * p;
    }
    const [low, high] = switchingCost;
    const share = Math.exp(random.between(Math.log(low), Math.log(high)));
    const free = random.next() < 0.5;
    return {
      failure_probability,
      weights: { loss_weight: 1, risk_weight, switching_cost_mw: free ? 0 : share * this.scale_mw },
    };
  }
}

/** Branches without which every bus that is supplied could still be: what an outage may take. */
export function sparableBranches(grid: Grid): number[] {
  const { busCount, branchCount, from, to, branchUsable, network } = grid;
  const parts = (without: number): number => {
    const set = new DisjointSets(busCount + 1);
    let count = busCount + 1;
    for (const bus of slackBuses(grid)) if (set.join(busCount, bus)) count--;
    for (let k = 0; k < branchCount; k++) {
      const usable = branchUsable[k] === 1 && (grid.switchable[k] === 1 || network.branches[k].closed);
      if (k !== without && usable && set.join(from[k], to[k])) count--;
    }
    return count;
  };
  const all = parts(-1);
  return Array.from({ length: branchCount }, (_, k) => k).filter(
    (k) => branchUsable[k] === 1 && parts(k) === all,
  );
}
