/**
 * What no sensor delivers, from what the others do: state estimation, if need be without powers that the network is not made for,
 * and where that finds no state the power flow of the measured injections, of those of the last state, or of the nominal ones, so that there is always one. A worker service: arrays in, arrays out, all per node or edge in the order of the network's tables.
 */
import type { Network, PointHealth } from '../../contract';
import { compileGrid, type Grid } from '../../grid';
import {
  createEstimator,
  createPowerFlow,
  type Estimator,
  MEASURED_QUANTITIES,
  type Measurement,
  nominalInjections,
  nominalPoint,
  type OperatingPoint,
  type PowerFlow,
} from '../../powerflow';
import { sizeOf } from './plausible';

export interface FillerInit {
  network: Network;
}

export interface FillerInput {
  /** One each a measurement: its quantity's place in MEASURED_QUANTITIES, its node or edge, value and sigma. */
  quantity: Uint8Array;
  element: Int32Array;
  value: Float64Array;
  sigma: Float64Array;
  /** Per edge: 1 where it is closed and in service. */
  live: Uint8Array;
  /** Per node: what stands in where nothing is measured. */
  p_injection_mw: Float64Array;
  q_injection_mvar: Float64Array;
}

/** MW, Mvar, per unit and degrees. */
export interface FilledState {
  filled_by: NonNullable<PointHealth['filled_by']>;
  energized: Uint8Array;
  vm_pu: Float64Array;
  va_degree: Float64Array;
  p_injection_mw: Float64Array;
  q_injection_mvar: Float64Array;
  p_from_mw: Float64Array;
  q_from_mvar: Float64Array;
  p_to_mw: Float64Array;
  q_to_mvar: Float64Array;
  loss_mw: number;
  loss_mvar: number;
  shunt_mw: number;
  shunt_mvar: number;
  /** Measurements that are gross errors, with their normalised residuals. */
  suspects: Int32Array;
  suspect_residuals: Float64Array;
}

export interface Filler {
  fill(input: FillerInput): FilledState;
}

type Injections = Pick<FilledState, 'p_injection_mw' | 'q_injection_mvar'>;

export function openFiller({ network }: FillerInit): Filler {
  return new GridFiller(compileGrid(network));
}

class GridFiller implements Filler {
  private readonly estimator: Estimator;
  /** What the network is made for. */
  private readonly size_mva: number;
  private flow: PowerFlow | undefined;
  /** Injections of the last state that measurements led to. */
  private last: Injections | undefined;

  constructor(private readonly grid: Grid) {
    this.estimator = createEstimator(grid);
    this.size_mva = sizeOf(grid);
  }

  fill(input: FillerInput): FilledState {
    const found = this.estimate(input) ?? this.estimateWithout(this.excessive(input), input);
    if (found !== undefined) {
      this.last = { p_injection_mw: found.p_injection_mw, q_injection_mvar: found.q_injection_mvar };
      return found;
    }
    return (
      this.solve(input.live, 'power_flow', measuredInjections(input)) ??
      (this.last && this.solve(input.live, 'last_state', this.last)) ??
      this.solve(input.live, 'nominal', nominalInjections(this.grid)) ??
      nothingOf(this.grid)
    );
  }

  /** Measured powers above what the whole network is made for. */
  private excessive({ quantity, value }: FillerInput): Set<number> {
    const isPower = MEASURED_QUANTITIES.map((name) => name.endsWith('_mw') || name.endsWith('_mvar'));
    return new Set(
      [...value.keys()].filter((k) => isPower[quantity[k]] && Math.abs(value[k]) > this.size_mva),
    );
  }

  /** The estimate from the other measurements, these being suspects; undefined where there are none, or it finds no state. */
  private estimateWithout(left: ReadonlySet<number>, input: FillerInput): FilledState | undefined {
    if (left.size === 0) return undefined;
    const kept = [...input.value.keys()].filter((k) => !left.has(k));
    const found = this.estimate({
      ...input,
      ...this.standInsWithout(left, input),
      quantity: Uint8Array.from(kept, (k) => input.quantity[k]),
      element: Int32Array.from(kept, (k) => input.element[k]),
      value: Float64Array.from(kept, (k) => input.value[k]),
      sigma: Float64Array.from(kept, (k) => input.sigma[k]),
    });
    if (found === undefined) return undefined;
    const residuals = [...left].map((k) => Math.abs(input.value[k]) / input.sigma[k]);
    return {
      ...found,
      suspects: Int32Array.from([...left, ...Array.from(found.suspects, (at) => kept[at])]),
      suspect_residuals: Float64Array.from([...residuals, ...found.suspect_residuals]),
    };
  }

  /** What stood in for the same powers is no better. */
  private standInsWithout(left: ReadonlySet<number>, input: FillerInput): Injections {
    const nominal = nominalInjections(this.grid);
    const injections = {
      p_injection_mw: input.p_injection_mw.slice(),
      q_injection_mvar: input.q_injection_mvar.slice(),
    };
    for (const k of left) {
      const name = MEASURED_QUANTITIES[input.quantity[k]];
      const bus = input.element[k];
      if (name === 'p_injection_mw' || name === 'q_injection_mvar')
        injections[name][bus] = nominal[name][bus];
    }
    return injections;
  }

  private estimate(input: FillerInput): FilledState | undefined {
    const { buses, branches } = this.grid.network;
    const measurements: Measurement[] = Array.from(input.value, (value, k) => {
      const quantity = MEASURED_QUANTITIES[input.quantity[k]];
      const ofNode = quantity === 'vm_pu' || quantity === 'va_degree' || quantity.includes('injection');
      const { id: element } = (ofNode ? buses : branches)[input.element[k]];
      return { quantity, element, value, sigma: input.sigma[k] };
    });
    const { live, p_injection_mw, q_injection_mvar } = input;
    const pseudo = { p_injection_mw, q_injection_mvar };
    const outcome = this.estimator.estimate(measurements, { live, pseudo });
    if (outcome.status !== 'estimated') return undefined;
    // One that loses more than the network is made for solves the equations, and is none.
    if (!(Math.abs(outcome.state.loss_mw) <= this.size_mva)) return undefined;
    const { state, suspects } = outcome;
    return {
      ...state,
      filled_by: 'estimation',
      energized: state.energized,
      va_degree: state.va_rad.map((angle) => (angle * 180) / Math.PI),
      suspects: Int32Array.from(suspects, ({ measurement }) => measurement),
      suspect_residuals: Float64Array.from(suspects, ({ normalized_residual }) => normalized_residual),
    };
  }

  /** The flow of given injections; undefined where there is none. */
  private solve(
    live: Uint8Array,
    filled_by: FilledState['filled_by'],
    injections: Injections,
  ): FilledState | undefined {
    const { grid } = this;
    this.flow ??= createPowerFlow(grid);
    const point = pointOf(grid, live, injections);
    const outcome = this.flow.solve(point);
    if (outcome.status === 'not_converged') return undefined;
    const { state } = outcome;
    const p_injection_mw = point.demand_mw.map((p, bus) => -p * state.energized[bus]);
    const q_injection_mvar = point.demand_mvar.map((q, bus) => -q * state.energized[bus]);
    for (let g = 0; g < grid.generatorCount; g++) {
      p_injection_mw[grid.generatorBus[g]] += state.generation_mw[g];
      q_injection_mvar[grid.generatorBus[g]] += state.generation_mvar[g];
    }
    return {
      filled_by,
      energized: state.energized.slice(),
      vm_pu: state.vm_pu.slice(),
      va_degree: state.va_rad.map((angle) => (angle * 180) / Math.PI),
      p_injection_mw,
      q_injection_mvar,
      p_from_mw: state.p_from_mw.slice(),
      q_from_mvar: state.q_from_mvar.slice(),
      p_to_mw: state.p_to_mw.slice(),
      q_to_mvar: state.q_to_mvar.slice(),
      loss_mw: state.loss_mw,
      loss_mvar: state.loss_mvar,
      shunt_mw: state.shunt_mw,
      shunt_mvar: state.shunt_mvar,
      suspects: new Int32Array(0),
      suspect_residuals: new Float64Array(0),
    };
  }
}

/** What stands in, with measured injections in their places. */
function measuredInjections(input: FillerInput): Injections {
  const p_injection_mw = input.p_injection_mw.slice();
  const q_injection_mvar = input.q_injection_mvar.slice();
  for (let k = 0; k < input.value.length; k++) {
    const name = MEASURED_QUANTITIES[input.quantity[k]];
    if (name === 'p_injection_mw') p_injection_mw[input.element[k]] = input.value[k];
    if (name === 'q_injection_mvar') q_injection_mvar[input.element[k]] = input.value[k];
  }
  return { p_injection_mw, q_injection_mvar };
}

/** Generators keep to nothing but their voltages: what they deliver is part of the injections, as negative demand. */
function pointOf(grid: Grid, live: Uint8Array, injections: Injections): OperatingPoint {
  const nothing = new Float64Array(grid.generatorCount);
  return {
    ...nominalPoint(grid),
    live,
    demand_mw: injections.p_injection_mw.map((mw) => -mw),
    demand_mvar: injections.q_injection_mvar.map((mvar) => -mvar),
    generation_mw: nothing,
    generation_mvar: nothing.slice(),
  };
}

/** Where not even the network's own schedule has a solution: no flows, and all nodes dark. */
function nothingOf({ busCount, branchCount }: Grid): FilledState {
  const ofNodes = (): Float64Array => new Float64Array(busCount);
  const ofEdges = (): Float64Array => new Float64Array(branchCount);
  return {
    filled_by: 'nothing',
    energized: new Uint8Array(busCount),
    vm_pu: ofNodes(),
    va_degree: ofNodes(),
    p_injection_mw: ofNodes(),
    q_injection_mvar: ofNodes(),
    p_from_mw: ofEdges(),
    q_from_mvar: ofEdges(),
    p_to_mw: ofEdges(),
    q_to_mvar: ofEdges(),
    loss_mw: 0,
    loss_mvar: 0,
    shunt_mw: 0,
    shunt_mvar: 0,
    suspects: new Int32Array(0),
    suspect_residuals: new Float64Array(0),
  };
}
