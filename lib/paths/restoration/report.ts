import { total } from './classes';
import type { StateFigures } from './limits';
import type { Plan, Search } from './search';
import type { Restoration, RestorationStatus, RestorationStep } from './types';

export interface Outcome {
  readonly plan: Plan | undefined;
  readonly complete: boolean;
  readonly scope: Restoration['scope'];
  /** The grid without the tripped branches, and nothing else done. */
  readonly isolation: StateFigures;
  /** Whether the trip leaves a load dark. */
  readonly lost: boolean;
  readonly reachable: Uint8Array;
  readonly late: boolean;
}

export function describeRestoration(
  search: Search,
  { plan, complete, scope, isolation, lost, reachable, late }: Outcome,
  demand: Float64Array,
  isolate: readonly string[],
): Restoration {
  const { grid, part, obstacles, maxOperations, assessor } = search;
  const idOf = (branch: number): string => grid.network.branches[branch].id;
  const steps = [
    ...[...isolate, ...(plan?.openings ?? []).map(idOf)].map(
      (branch): RestorationStep => ({ operation: 'open', branch, ...isolation, served_mw: 0 }),
    ),
    ...(plan?.rest ?? []).map((step): RestorationStep => ({ ...step, branch: idOf(step.branch) })),
  ];
  for (const branch of plan?.openings ?? []) part.toggle(branch);
  for (const { branch } of plan?.rest ?? []) part.toggle(branch);
  const served_mw = total(part.energise());
  const unserved = obstacles.unserved(
    grid,
    part,
    demand,
    reachable,
    late && !complete ? 'time' : 'operations',
  );
  const { loss_mw, vm_min_pu, loading_max_percent } = steps.at(-1) ?? isolation;
  return {
    status: statusOf(lost, plan, unserved.length),
    lost_mw: served_mw + unserved.reduce((sum, { p_mw }) => sum + p_mw, 0),
    served_mw,
    unserved,
    operations: steps.map(({ operation, branch }) => ({ operation, branch })),
    steps,
    loss_mw,
    vm_min_pu,
    loading_max_percent,
    proof: complete ? 'enumerated' : 'none',
    scope,
    max_operations: maxOperations,
    power_flows: assessor.flows,
  };
}

function statusOf(lost: boolean, plan: Plan | undefined, unserved: number): RestorationStatus {
  if (!lost) return 'nothing_lost';
  if (plan === undefined) return 'impossible';
  return unserved === 0 ? 'restored' : 'partly';
}
