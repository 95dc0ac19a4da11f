import { strict as assert } from 'node:assert';
import type { Grid } from '../../lib/grid';
import type { OperatingPoint, PowerFlowState } from '../../lib/powerflow';

type Complex = readonly [re: number, im: number];

/**
 * Ohm's and Kirchhoff's laws from the voltages of a state alone, with MATPOWER's branch model (manual, figure 3-1):
 * that its flows are those of its voltages, and that no power is left over at a bus.
 */
export function assertBalanced(grid: Grid, point: OperatingPoint, state: PowerFlowState): void {
  const base = grid.base_mva;
  const tolerance = 1e-9 * base;
  const left_mw = new Float64Array(grid.busCount);
  const left_mvar = new Float64Array(grid.busCount);
  let loss_mw = 0;
  let series_mvar = 0;
  for (let k = 0; k < grid.branchCount; k++) {
    const [f, t] = [grid.from[k], grid.to[k]];
    const on = point.live[k] === 1 && grid.branchUsable[k] === 1 && state.energized[f] === 1;
    const behind = polar(state.vm_pu[f] / grid.tap_ratio[k], state.va_rad[f] - grid.shift_rad[k]);
    const far = polar(state.vm_pu[t], state.va_rad[t]);
    const z2 = grid.r_pu[k] ** 2 + grid.x_pu[k] ** 2;
    const y: Complex = [grid.r_pu[k] / z2, -grid.x_pu[k] / z2];
    const series = times([behind[0] - far[0], behind[1] - far[1]], y);
    const half = grid.b_pu[k] / 2;
    const into: Complex = [series[0] - half * behind[1], series[1] + half * behind[0]];
    const out: Complex = [-series[0] - half * far[1], -series[1] + half * far[0]];
    const from = times(behind, [into[0], -into[1]]).map((s) => (on ? s * base : 0));
    const to = times(far, [out[0], -out[1]]).map((s) => (on ? s * base : 0));
    const flows = [state.p_from_mw[k], state.q_from_mvar[k], state.p_to_mw[k], state.q_to_mvar[k]];
    for (const [n, flow] of [...from, ...to].entries()) near(flows[n], flow, tolerance, `flow ${n} of ${k}`);
    left_mw[f] -= from[0];
    left_mvar[f] -= from[1];
    left_mw[t] -= to[0];
    left_mvar[t] -= to[1];
    loss_mw += from[0] + to[0];
    if (on) series_mvar += grid.x_pu[k] * (series[0] ** 2 + series[1] ** 2) * base;
  }
  for (let g = 0; g < grid.generatorCount; g++) {
    left_mw[grid.generatorBus[g]] += state.generation_mw[g];
    left_mvar[grid.generatorBus[g]] += state.generation_mvar[g];
  }
  let shunt_mw = 0;
  let charging_mvar = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    const served = state.energized[bus];
    const square = state.vm_pu[bus] ** 2;
    shunt_mw += grid.shunt_mw[bus] * square;
    const p = left_mw[bus] - served * point.demand_mw[bus] - grid.shunt_mw[bus] * square;
    const q = left_mvar[bus] - served * point.demand_mvar[bus] + grid.shunt_mvar[bus] * square;
    near(p, 0, tolerance, `active power left over at bus ${bus}`);
    near(q, 0, tolerance, `reactive power left over at bus ${bus}`);
  }
  for (let k = 0; k < grid.branchCount; k++) charging_mvar += state.q_from_mvar[k] + state.q_to_mvar[k];
  near(state.loss_mw, loss_mw, tolerance, 'losses');
  near(state.loss_mvar, charging_mvar, tolerance, 'reactive power that branches take');
  near(state.series_loss_mvar, series_mvar, tolerance, 'series losses');
  near(state.shunt_mw, shunt_mw, tolerance, 'shunts');
}

function polar(size: number, angle: number): Complex {
  return [size * Math.cos(angle), size * Math.sin(angle)];
}

function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

export function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
}
