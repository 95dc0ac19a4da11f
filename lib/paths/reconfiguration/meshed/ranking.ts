/**
 * Which operations are tried first, by rules of thumb from the present state: ties by what they would relieve, |ΔV|²/|z|
 * (after S. Civanlar et al., doi 10.1109/61.193906), closed branches by how little they carry.
 */
import type { PowerFlowState } from '../../../powerflow';
import type { ReconfigurationProblem } from '../problem';
import type { MeshedSwitches } from './switches';

/** Open switches, the most promising first. */
export function rankClosings(
  { grid }: ReconfigurationProblem,
  { free }: MeshedSwitches,
  live: Uint8Array,
  { vm_pu, va_rad }: PowerFlowState,
): number[] {
  const relief = (k: number): number => {
    const [f, t] = [grid.from[k], grid.to[k]];
    const across = vm_pu[f] ** 2 + vm_pu[t] ** 2 - 2 * vm_pu[f] * vm_pu[t] * Math.cos(va_rad[f] - va_rad[t]);
    return across / Math.max(1e-9, Math.hypot(grid.r_pu[k], grid.x_pu[k]));
  };
  return ranked(
    [...free].filter((k) => live[k] === 0),
    (k) => -relief(k),
  );
}

/** Closed switches that are no bridges, the one that carries least first; what a failure would cost counts for it. */
export function rankOpenings(
  { settings }: ReconfigurationProblem,
  switches: MeshedSwitches,
  live: Uint8Array,
  { p_from_mw, q_from_mvar, p_to_mw, q_to_mvar }: PowerFlowState,
): number[] {
  const bridge = switches.bridges(live);
  const carried = (k: number): number => {
    const most = Math.max(Math.hypot(p_from_mw[k], q_from_mvar[k]), Math.hypot(p_to_mw[k], q_to_mvar[k]));
    return most * (1 - Math.min(1, settings.risk_weight * settings.failure_probability[k]));
  };
  return ranked(
    [...switches.free].filter((k) => live[k] === 1 && bridge[k] === 0),
    carried,
  );
}

function ranked(branches: number[], cost: (k: number) => number): number[] {
  const costs = new Map(branches.map((k) => [k, cost(k)]));
  return branches.sort((a, b) => costs.get(a)! - costs.get(b)! || a - b);
}
