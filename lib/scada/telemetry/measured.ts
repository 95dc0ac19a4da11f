/** What the estimation is told of the points: measurements, switch positions, and what stands in for sensors. */
import type { Grid } from '../../grid';
import { MEASURED_QUANTITIES, type MeasuredQuantity, nominalInjections } from '../../powerflow';
import type { FillerInput } from './filler';
import type { Point } from './point-list';
import { type Quantity, quantityKind } from './quantities';
import type { PointStatus, TelemetryState } from './state';

/** σ where a row gives none: of a voltage in per unit, of an angle in degrees, of others a share of the value. */
const VOLTAGE_SIGMA = 0.005;
const ANGLE_SIGMA = 0.1;
const USUAL_SHARE = 0.02;
/** Least σ of a power or a current, as a share of the mean load or of what it makes flow. */
const LEAST_SHARE = 0.005;
/** A sensor that is not sure is believed a third as much. */
const UNCERTAIN_FACTOR = 3;

/** A measurement beside the points that it comes from. */
export interface Told {
  input: FillerInput;
  /** The point of each measurement. */
  points: Int32Array;
}

/** The points of each node's or edge's quantities, by place in the list; −1 where there is none. */
export type PointFinder = (quantity: Quantity, index: number) => number;

/** Whether something feeds in at a node, by the network or by a point of its generation; and whether something is taken. */
export class NodeParts {
  readonly isFed: Uint8Array;
  readonly isTaken: Uint8Array;

  constructor(grid: Grid, find: PointFinder) {
    const has = (bus: number, quantities: readonly Quantity[]): boolean =>
      quantities.some((quantity) => find(quantity, bus) >= 0);
    this.isFed = grid.isSource.map((isSource, bus) =>
      isSource === 1 || has(bus, ['generation_mw', 'generation_mvar']) ? 1 : 0,
    );
    this.isTaken = Uint8Array.from(grid.demand_mw, (p, bus) =>
      p !== 0 || grid.demand_mvar[bus] !== 0 || has(bus, ['demand_mw', 'demand_mvar']) ? 1 : 0,
    );
  }

  /** Demand or generation alone says nothing of what such a node injects. */
  isMixed(bus: number): boolean {
    return (this.isFed[bus] & this.isTaken[bus]) === 1;
  }
}

export class MeasurementSource {
  private readonly mean_mw: number;

  constructor(
    private readonly grid: Grid,
    private readonly state: TelemetryState,
    private readonly find: PointFinder,
    private readonly parts: NodeParts,
  ) {
    const loads = grid.demand_mw.reduce((sum, p) => sum + Math.abs(p), 0);
    this.mean_mw = loads / Math.max(1, grid.network.loads.length) || 1;
  }

  /** `distrusted` points contradicted the others when last they were heard of: they stand in for nothing. */
  tell(statuses: readonly PointStatus[], distrusted: Uint8Array): Told {
    const { quantities, elements, values, sigmas, points } = this.measurements(statuses);
    const { p_injection_mw, q_injection_mvar } = this.standIns(distrusted);
    return {
      input: {
        quantity: Uint8Array.from(quantities),
        element: Int32Array.from(elements),
        value: Float64Array.from(values),
        sigma: Float64Array.from(sigmas),
        live: this.live(),
        p_injection_mw,
        q_injection_mvar,
      },
      points: Int32Array.from(points),
    };
  }

  /** As the last known positions have it, and the network where none is known. */
  private live(): Uint8Array {
    return Uint8Array.from(this.grid.network.branches, ({ closed }, k) => {
      const isClosed = this.known('closed', k) ?? (closed ? 1 : 0);
      return isClosed & (this.known('in_service', k) ?? 1);
    });
  }

  private known(quantity: Quantity, index: number): number | undefined {
    const point = this.find(quantity, index);
    return point < 0 || Number.isNaN(this.state.value[point]) ? undefined : this.state.value[point];
  }

  private measurements(statuses: readonly PointStatus[]) {
    const found = {
      quantities: [] as number[],
      elements: [] as number[],
      values: [] as number[],
      sigmas: [] as number[],
      points: [] as number[],
    };
    for (const [at, point] of this.state.points.entries()) {
      const { estimated } = quantityKind(point.quantity);
      if (estimated === undefined || !isHeard(statuses[at])) continue;
      const value = this.injection(point, statuses) ?? estimated.sign * this.state.value[at];
      if (Number.isNaN(value)) continue;
      found.quantities.push(MEASURED_QUANTITIES.indexOf(estimated.quantity));
      found.elements.push(point.index);
      found.values.push(value);
      found.sigmas.push(this.sigmaOf(point, estimated.quantity, value, statuses[at]));
      found.points.push(at);
    }
    return found;
  }

  /**
   * Of a node with loads and generators: demand or generation alone says nothing of what it injects, both together do. NaN
   * where it cannot be told, or is told by the other of the two; undefined where the value is the injection.
   */
  private injection({ quantity, index }: Point, statuses: readonly PointStatus[]): number | undefined {
    const pair = PAIRS[quantity];
    if (pair === undefined || !this.parts.isMixed(index)) return undefined;
    const [generation, demand] = pair.map((name) => this.find(name, index));
    if (generation >= 0 && demand >= 0) {
      if (quantity !== pair[0] || !isHeard(statuses[demand])) return Number.NaN;
      return this.state.value[generation] - this.state.value[demand];
    }
    return this.isWhole(quantity, index) ? undefined : Number.NaN;
  }

  /** A node that is mixed in its active power alone: the reactive power of the one that is metered is all there is. */
  private isWhole(quantity: Quantity, index: number): boolean {
    return this.grid.isSource[index] === 0 && (quantity === 'demand_mvar' || quantity === 'demand_mw');
  }

  private sigmaOf(point: Point, quantity: MeasuredQuantity, value: number, status: PointStatus): number {
    const factor = status === 'uncertain' ? UNCERTAIN_FACTOR : 1;
    // What is held may be off by the deadband.
    return factor * Math.max(point.deadband / 2, point.sigma ?? this.usualSigma(point, quantity, value));
  }

  private usualSigma({ index }: Point, quantity: MeasuredQuantity, value: number): number {
    if (quantity === 'vm_pu') return VOLTAGE_SIGMA;
    if (quantity === 'va_degree') return ANGLE_SIGMA;
    const share = USUAL_SHARE * Math.abs(value);
    if (!quantity.startsWith('current')) return Math.max(share, LEAST_SHARE * this.mean_mw);
    const end = quantity === 'current_from_ka' ? this.grid.from[index] : this.grid.to[index];
    const kv = this.grid.network.buses[end].base_kv ?? 1;
    return Math.max(share, (LEAST_SHARE * this.mean_mw) / (Math.sqrt(3) * kv));
  }

  /** Nominal loads and schedules, and in their places what was last known of a node whose sensors are silent now. */
  private standIns(distrusted: Uint8Array) {
    const injections = nominalInjections(this.grid);
    for (const [at, { quantity, index }] of this.state.points.entries()) {
      const { estimated } = quantityKind(quantity);
      if (estimated === undefined || distrusted[at] === 1) continue;
      const value = this.held({ quantity, index }, distrusted) ?? estimated.sign * this.state.value[at];
      if (Number.isNaN(value)) continue;
      if (estimated.quantity === 'p_injection_mw') injections.p_injection_mw[index] = value;
      if (estimated.quantity === 'q_injection_mvar') injections.q_injection_mvar[index] = value;
    }
    return injections;
  }

  /** Of a mixed node: what it last injected; NaN where that is not known of both parts. Undefined of any other. */
  private held({ quantity, index }: Pick<Point, 'quantity' | 'index'>, distrusted: Uint8Array) {
    const pair = PAIRS[quantity];
    if (pair === undefined || !this.parts.isMixed(index)) return undefined;
    const [generation, demand] = pair.map((name) => this.find(name, index));
    if (generation < 0 || demand < 0) return this.isWhole(quantity, index) ? undefined : Number.NaN;
    if (distrusted[generation] === 1 || distrusted[demand] === 1) return Number.NaN;
    return this.state.value[generation] - this.state.value[demand];
  }
}

function isHeard(status: PointStatus): boolean {
  return status === 'good' || status === 'uncertain';
}

const ACTIVE = ['generation_mw', 'demand_mw'] as const;
const REACTIVE = ['generation_mvar', 'demand_mvar'] as const;
const PAIRS: Partial<Record<Quantity, readonly [Quantity, Quantity]>> = {
  generation_mw: ACTIVE,
  demand_mw: ACTIVE,
  generation_mvar: REACTIVE,
  demand_mvar: REACTIVE,
};
