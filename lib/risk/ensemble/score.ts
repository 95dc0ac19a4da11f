import type { EnsembleModel } from './folder';
import { type Evidence, evidenceOf, MEMBERS, type MemberName } from './members';
import { pooled, poolFor } from './pool';

/** What an ensemble says of rows. */
export interface EnsembleScores {
  failure_probability: Float64Array;
  /** Each member that is there, calibrated by itself where that was fitted. */
  members: Partial<Record<MemberName, Float64Array>>;
  /** 0.5 is ordinary, towards 1 a row is easily told from the others; where there is an isolation forest. */
  anomaly_score?: Float64Array;
}

/**
 * @param rows n × inputs in the order of the card's `features`, NaN where missing
 */
export function scoreEnsemble({ card, members }: EnsembleModel, rows: Float32Array): EnsembleScores {
  const evidence = evidenceOf(members, rows);
  const { pools } = card.combination;
  const alone = MEMBERS.flatMap((member) => {
    const single: Evidence = { [member]: evidence[member] };
    const pool = evidence[member] === undefined ? null : poolFor(pools, single);
    return pool === null ? [] : [[member, pooled(pool, single)] as const];
  });
  return {
    failure_probability: pooled(poolFor(pools, evidence)!, evidence),
    members: Object.fromEntries(alone),
    ...(evidence.isolation_forest && { anomaly_score: evidence.isolation_forest }),
  };
}
