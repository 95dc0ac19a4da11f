import type { Grid } from '../../../lib/grid';
import {
  createPowerFlow,
  type Measurement,
  nominalPoint,
  type OperatingPoint,
  type PowerFlowState,
} from '../../../lib/powerflow';
import type { Random } from '../../../lib/random';

export interface Solved {
  point: OperatingPoint;
  state: PowerFlowState;
}

export function solveNominal(grid: Grid): Solved {
  const point = nominalPoint(grid);
  const outcome = createPowerFlow(grid).solve(point, { start: 'case' });
  if (outcome.status === 'not_converged') throw new Error(`${grid.network.id} has no solution`);
  return { point, state: outcome.state };
}

/** Generation less demand of each bus, MW and Mvar. */
export function injectionsOf(grid: Grid, { point, state }: Solved): { p: Float64Array; q: Float64Array } {
  const p = point.demand_mw.map((mw, bus) => -mw * state.energized[bus]);
  const q = point.demand_mvar.map((mvar, bus) => -mvar * state.energized[bus]);
  for (let g = 0; g < grid.generatorCount; g++) {
    p[grid.generatorBus[g]] += state.generation_mw[g];
    q[grid.generatorBus[g]] += state.generation_mvar[g];
  }
  return { p, q };
}

/** The size of what a bus takes, MW: sigmas are shares of it. */
export function scaleOf(grid: Grid): number {
  return grid.demand_mw.reduce((sum, p) => sum + Math.abs(p), 0) / grid.busCount;
}

export interface Sensors {
  flows: boolean;
  currents?: boolean;
}

/**
 * True values of what a control room measures: voltages, injections where there are any, flows into each branch at its
 * from end. Sigmas are 0.004 per unit, and 2 to 3 % of the mean load.
 */
export function measure(grid: Grid, solved: Solved, { flows, currents = false }: Sensors): Measurement[] {
  const { state, point } = solved;
  const { buses, branches } = grid.network;
  const { p, q } = injectionsOf(grid, solved);
  const scale = scaleOf(grid);
  const found: Measurement[] = [];
  const add = (quantity: Measurement['quantity'], element: string, value: number, sigma: number): void =>
    void found.push({ quantity, element, value, sigma });
  for (const [bus, { id }] of buses.entries()) {
    if (state.energized[bus] === 0) continue;
    add('vm_pu', id, state.vm_pu[bus], 0.004);
    if (Math.abs(p[bus]) + Math.abs(q[bus]) < 1e-7 * grid.base_mva) continue;
    add('p_injection_mw', id, p[bus], 0.03 * scale);
    add('q_injection_mvar', id, q[bus], 0.03 * scale);
  }
  for (const [k, { id }] of branches.entries()) {
    if (point.live[k] === 0 || state.energized[grid.from[k]] === 0) continue;
    if (flows) {
      add('p_from_mw', id, state.p_from_mw[k], 0.02 * scale);
      add('q_from_mvar', id, state.q_from_mvar[k], 0.02 * scale);
    }
    const kv = buses[grid.to[k]].base_kv;
    if (currents && kv !== undefined) {
      const mva = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
      const volts = Math.sqrt(3) * kv;
      add('current_to_ka', id, mva / (volts * state.vm_pu[grid.to[k]]), (0.02 * scale) / volts);
    }
  }
  return found;
}

export function withNoise(measurements: readonly Measurement[], random: Random): Measurement[] {
  return measurements.map((one) => ({ ...one, value: one.value + one.sigma * random.normal() }));
}
