import { createHash } from 'node:crypto';
import type { IssuedPlan, SwitchingPlan, SwitchPositions } from '../../contract';
import type { Grid } from '../../grid';
import type { OptimizerState } from '../types';

/** What a planner says of its plan. */
export type Draft = SwitchingPlan &
  Pick<IssuedPlan, 'purpose' | 'unserved_before_mw' | 'unserved_after_mw' | 'unserved'>;

/** Hexadecimal digits of a plan's id: of the few plans that one state has, no two will meet. */
const ID_LENGTH = 12;

/** A plan with its basis and its id, as a proposal. */
export function issuePlan(
  grid: Grid,
  state: OptimizerState,
  draft: Draft,
  min_operation_interval_s: number,
): IssuedPlan {
  const basis = basisOf(grid, state);
  const operations = draft.steps.map(({ operation, edge }) => [operation, edge]);
  const digest = createHash('sha256').update(JSON.stringify([basis.open, basis.failed, operations]));
  const id = digest.digest('hex').slice(0, ID_LENGTH);
  return { ...draft, id, released: false, basis, min_operation_interval_s };
}

function basisOf({ network }: Grid, { closed, in_service }: OptimizerState): SwitchPositions {
  const idsWhere = (flags: Uint8Array): string[] =>
    network.branches.filter((_, branch) => flags[branch] === 0).map(({ id }) => id);
  return { open: idsWhere(closed), failed: idsWhere(in_service) };
}
