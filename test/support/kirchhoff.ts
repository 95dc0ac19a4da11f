import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import type { Grid } from '../../lib/grid';
import type { OperatingPoint, PowerFlowState } from '../../lib/powerflow';
import { type Complex, conjugate, minus, polar, times } from './complex';

/**
 * What is left over at each bus of a state, MW and Mvar: what generators deliver less loads, shunts and what flows
 * into the branches, all computed from the voltages, in complex numbers, by the circuit of MATPOWER's manual
 * (figure 3-1): behind the ideal transformer at the from end the voltage lags by the shift, and its power is kept.
 * Asserts on the way that the state's branch flows and losses are those.
 */
export function leftOver(
  grid: Grid,
  point: OperatingPoint,
  state: PowerFlowState,
  tolerance_mva: number,
): { p_mw: Float64Array; q_mvar: Float64Array } {
  const p_mw = new Float64Array(grid.busCount);
  const q_mvar = new Float64Array(grid.busCount);
  const voltage = (bus: number): Complex => polar(state.vm_pu[bus], state.va_rad[bus]);
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (state.energized[bus] === 0) continue;
    const v2 = state.vm_pu[bus] ** 2;
    p_mw[bus] -= point.demand_mw[bus] + grid.shunt_mw[bus] * v2;
    q_mvar[bus] -= point.demand_mvar[bus] - grid.shunt_mvar[bus] * v2;
  }
  for (let g = 0; g < grid.generatorCount; g++) {
    p_mw[grid.generatorBus[g]] += state.generation_mw[g];
    q_mvar[grid.generatorBus[g]] += state.generation_mvar[g];
  }
  let loss_mw = 0;
  let series_loss_mvar = 0;
  for (const [k, branch] of (grid.network as Network).branches.entries()) {
    const [from, to] = [grid.from[k], grid.to[k]];
    const flow = flowOf(branch, voltage(from), voltage(to), point.live[k] * grid.base_mva);
    near(state.p_from_mw[k], flow.from[0], tolerance_mva, `active power into branch ${k}`);
    near(state.q_from_mvar[k], flow.from[1], tolerance_mva, `reactive power into branch ${k}`);
    near(state.p_to_mw[k], flow.to[0], tolerance_mva, `active power at the far end of branch ${k}`);
    near(state.q_to_mvar[k], flow.to[1], tolerance_mva, `reactive power at the far end of branch ${k}`);
    p_mw[from] -= flow.from[0];
    q_mvar[from] -= flow.from[1];
    p_mw[to] -= flow.to[0];
    q_mvar[to] -= flow.to[1];
    loss_mw += flow.current2 * branch.r_pu;
    series_loss_mvar += flow.current2 * branch.x_pu;
  }
  near(state.loss_mw, loss_mw, tolerance_mva, 'I²R');
  near(state.series_loss_mvar, series_loss_mvar, tolerance_mva, 'I²X');
  return { p_mw, q_mvar };
}

function flowOf(branch: Network['branches'][number], vf: Complex, vt: Complex, on_mva: number) {
  const { r_pu: r, x_pu: x, b_pu: b = 0, tap_ratio: tap = 1, shift_degree: shift = 0 } = branch;
  const behind = times(vf, polar(1 / tap, (-shift * Math.PI) / 180));
  const z2 = r * r + x * x;
  const series = times(minus(behind, vt), [r / z2, -x / z2]);
  const charging = (v: Complex): Complex => times(v, [0, b / 2]);
  const into = minus(series, times([-1, 0], charging(behind)));
  const out = minus(charging(vt), series);
  const power = (v: Complex, current: Complex): Complex => times([on_mva, 0], times(v, conjugate(current)));
  return {
    from: power(behind, into),
    to: power(vt, out),
    current2: on_mva * (series[0] ** 2 + series[1] ** 2),
  };
}

export function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
}
