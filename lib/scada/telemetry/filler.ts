/**
 * What no sensor delivers, from what the others do: state estimation, and where that finds no state the power flow of the
 * measured injections. A worker service: arrays in, arrays out, all per node or edge in the order of the network's tables.
 */
import type { Network } from '../../contract';
import { gridError } from '../../errors';
import { compileGrid, type Grid } from '../../grid';
import {
  createEstimator,
  createPowerFlow,
  type Estimator,
  MEASURED_QUANTITIES,
  type Measurement,
  nominalPoint,
  type OperatingPoint,
  type PowerFlow,
} from '../../powerflow';

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
  filled_by: 'estimation' | 'power_flow';
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
  /** Throws NO_SOLUTION where neither finds a state. */
  fill(input: FillerInput): FilledState;
}

export function openFiller({ network }: FillerInit): Filler {
  return new GridFiller(compileGrid(network));
}

class GridFiller implements Filler {
  private readonly estimator: Estimator;
  private flow: PowerFlow | undefined;

  constructor(private readonly grid: Grid) {
    this.estimator = createEstimator(grid);
  }

  fill(input: FillerInput): FilledState {
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
    if (outcome.status !== 'estimated') return this.solve(input);
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

  /** The flow of the injections that stand in, measured ones in their places. */
  private solve(input: FillerInput): FilledState {
    const { grid } = this;
    this.flow ??= createPowerFlow(grid);
    const point = this.pointOf(input);
    const outcome = this.flow.solve(point);
    if (outcome.status === 'not_converged') {
      const { id } = grid.network.buses[outcome.worstBus];
      throw gridError('NO_SOLUTION', {
        at: `bus "${id}"`,
        got: `a mismatch of ${outcome.mismatch_pu} per unit`,
        remedy: 'The measurements and the switch positions lead to no state: see which sensors are wrong',
      });
    }
    const { state } = outcome;
    const p_injection_mw = point.demand_mw.map((p, bus) => -p * state.energized[bus]);
    const q_injection_mvar = point.demand_mvar.map((q, bus) => -q * state.energized[bus]);
    for (let g = 0; g < grid.generatorCount; g++) {
      p_injection_mw[grid.generatorBus[g]] += state.generation_mw[g];
      q_injection_mvar[grid.generatorBus[g]] += state.generation_mvar[g];
    }
    return {
      filled_by: 'power_flow',
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

  /** Generators keep to nothing but their voltages: what they deliver is part of the injections, as negative demand. */
  private pointOf(input: FillerInput): OperatingPoint {
    const { grid } = this;
    const nominal = nominalPoint(grid);
    const p = input.p_injection_mw.slice();
    const q = input.q_injection_mvar.slice();
    for (let k = 0; k < input.value.length; k++) {
      const name = MEASURED_QUANTITIES[input.quantity[k]];
      if (name === 'p_injection_mw') p[input.element[k]] = input.value[k];
      if (name === 'q_injection_mvar') q[input.element[k]] = input.value[k];
    }
    const nothing = new Float64Array(grid.generatorCount);
    return {
      ...nominal,
      live: input.live,
      demand_mw: p.map((mw) => -mw),
      demand_mvar: q.map((mvar) => -mvar),
      generation_mw: nothing,
      generation_mvar: nothing.slice(),
    };
  }
}
