import type { Grid } from '../../grid';
import type { PseudoInjections } from './types';

/** Schedules less nominal loads, MW and Mvar per bus. */
export function nominalInjections(grid: Grid): PseudoInjections {
  const p_injection_mw = grid.demand_mw.map((mw) => -mw);
  const q_injection_mvar = grid.demand_mvar.map((mvar) => -mvar);
  for (const [g, { p_mw, q_mvar = 0 }] of grid.network.generators.entries()) {
    if (grid.generatorUsable[g] === 0) continue;
    p_injection_mw[grid.generatorBus[g]] += p_mw;
    q_injection_mvar[grid.generatorBus[g]] += q_mvar;
  }
  return { p_injection_mw, q_injection_mvar };
}
