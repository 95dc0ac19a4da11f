import type { Dataset } from '../dataset';
import { type Figures, figuresOf } from '../metrics';
import type { Ensemble } from './learn';
import { type Evidence, evidenceOf, MEMBERS, type MemberName } from './members';
import { type Pool, pooled, poolFor } from './pool';

/** Figures of the whole ensemble, and of each member that can speak alone. */
export interface Report extends Figures {
  members: Partial<Record<MemberName, Figures>>;
}

export type Judged = Pick<Ensemble, 'members' | 'pools' | 'threshold'>;

/**
 * How good an ensemble is on rows with known outcomes.
 * @param served makes what is judged of what the pools say, such as the probability of another exposure
 */
export function judge(
  { members, pools, threshold }: Judged,
  { rows, labels }: Dataset,
  served: (p: Float64Array) => Float64Array = (p) => p,
): Report {
  const evidence = evidenceOf(members, rows);
  const figures = (pool: Pool) => figuresOf(served(pooled(pool, evidence)), labels, threshold);
  const alone = MEMBERS.flatMap((member) => {
    const pool = poolOf(member, pools, evidence);
    return pool === undefined ? [] : [[member, figures(pool)] as const];
  });
  return { ...figures(poolFor(pools, evidence)!), members: Object.fromEntries(alone) };
}

function poolOf(member: MemberName, pools: readonly Pool[], evidence: Evidence): Pool | undefined {
  if (evidence[member] === undefined) return undefined;
  return pools.find(({ weights }) => Object.keys(weights).length === 1 && member in weights);
}
