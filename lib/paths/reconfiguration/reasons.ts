/** What stands in the way of a reconfiguration, in sentences. */
import type { Confirmed } from './confirm';
import type { ReconfigurationProblem } from './problem';
import type { SwitchingPlan } from './switching-plan';
import type { ReconfigurationOutcome } from './types';

/** Buses that no slack can reach. */
export function unreachableReason({ grid, graph }: ReconfigurationProblem): string | null {
  const { unreachable } = graph;
  if (unreachable.length === 0) return null;
  const ids = unreachable.slice(0, 5).map((bus) => `"${grid.network.buses[bus].id}"`);
  const more = unreachable.length > 5 ? ` and ${unreachable.length - 5} more` : '';
  return `no way that may be closed leads from a source to bus ${ids.join(', ')}${more}`;
}

/** Demand that all generators together could not supply, as far as they have limits. */
export function shortageReason({ grid, point }: ReconfigurationProblem): string | null {
  let capacity_mw = 0;
  for (const [g, { p_max_mw }] of grid.network.generators.entries()) {
    if (grid.generatorUsable[g] === 0) continue;
    capacity_mw += grid.isSlack[g] === 1 ? (p_max_mw ?? Number.POSITIVE_INFINITY) : point.generation_mw[g];
  }
  const demand_mw = point.demand_mw.reduce((sum, mw, bus) => sum + mw * grid.busUsable[bus], 0);
  if (demand_mw <= capacity_mw) return null;
  return `the demand of ${figure(demand_mw)} MW is beyond the ${figure(capacity_mw)} MW that the generators can supply`;
}

export function noSolutionReason({ point, grid }: ReconfigurationProblem): string {
  const demand_mw = point.demand_mw.reduce((sum, mw, bus) => sum + mw * grid.busUsable[bus], 0);
  return `no configuration that was tried has a power flow: ${figure(demand_mw)} MW may be more than the lines can carry`;
}

export function violationReason({ voltage, rating, figures }: Confirmed, tooMany: boolean): string | null {
  const parts: string[] = [];
  if (voltage > 0) parts.push(`voltages leave their band (lowest ${figure(figures.vm_min_pu)} p.u.)`);
  if (rating > 0) parts.push(`branches are overloaded (up to ${figure(figures.loading_max_percent ?? 0)} %)`);
  if (tooMany) parts.push(`${figures.operations} operations are needed`);
  return parts.length === 0 ? null : `in the best configuration found ${parts.join(' and ')}`;
}

/** What the reader of an unchanged configuration would ask. */
export function remark(
  { graph, settings, point, grid }: ReconfigurationProblem,
  live: Uint8Array,
  ended: ReconfigurationOutcome['ended'],
): string | null {
  if (graph.a.length === graph.nodeCount - 1) {
    return `there is no tie switch: only one configuration ${settings.radial ? 'is radial and ' : ''}supplies all`;
  }
  const stays = live.every((on, k) => on === (point.live[k] & grid.branchUsable[k]));
  if (ended === 'time_limit' && settings.time_limit_s === 0 && stays) {
    return 'a time limit of zero: nothing was searched, the present configuration stays';
  }
  return null;
}

/** Where every order of the operations that was tried leaves limits on the way. */
export function planReason({ settings }: ReconfigurationProblem, { steps }: SwitchingPlan): string | null {
  const wrong = steps.findIndex(
    ({ legal, unserved_mw }) => !legal && (settings.momentary_loops || unserved_mw === 0),
  );
  if (wrong < 0) return null;
  return `the answer keeps all limits, but no order of operations was found that does: step ${wrong + 1} leaves them`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(5)));
}
