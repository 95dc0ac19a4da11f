import { withExposure } from '../exposure';
import { logOdds } from '../log-odds';
import type { EnsembleModel } from './files';
import { type Evidence, evidenceOf, MEMBERS, type MemberName } from './members';
import { type Pool, pooled, poolFor } from './pool';

/** What an ensemble says of rows. */
export interface EnsembleScores {
  failure_probability: Float64Array;
  /** Each member that is there, calibrated by itself where that was fitted. */
  members: Partial<Record<MemberName, Float64Array>>;
  /** 0.5 is ordinary, towards 1 a row is easily told from the others; where there is an isolation forest. */
  anomaly_score?: Float64Array;
}

/**
 * Where the failures that the model has learned from were accelerated, its probabilities are taken back to hazards as they are.
 * @param rows n × inputs in the order of the card's `features`, NaN where missing
 * @param boosted probabilities of another runtime in place of the boosted trees, of hazards as they are
 */
export function scoreEnsemble(
  { card, members }: EnsembleModel,
  rows: Float32Array,
  boosted?: Float64Array,
): EnsembleScores {
  const { acceleration = 1, combination } = card;
  const evidence = evidenceOf(boosted === undefined ? members : withoutBoosting(members), rows);
  if (boosted !== undefined)
    evidence.gradient_boosting = boosted.map((p) => logOdds(withExposure(p, acceleration)));
  const served = (pool: Pool, some: Evidence) => {
    const p = pooled(pool, some);
    for (let row = 0; row < p.length; row++) p[row] = withExposure(p[row]!, 1 / acceleration);
    return p;
  };
  const { pools } = combination;
  const alone: EnsembleScores['members'] = {};
  for (const member of MEMBERS) {
    const single: Evidence = { [member]: evidence[member] };
    const pool = evidence[member] === undefined ? null : poolFor(pools, single);
    if (pool !== null) alone[member] = served(pool, single);
  }
  if (boosted !== undefined) alone.gradient_boosting = boosted;
  return {
    failure_probability: served(poolFor(pools, evidence)!, evidence),
    members: alone,
    ...(evidence.isolation_forest && { anomaly_score: evidence.isolation_forest }),
  };
}

/** The combined probability as it was trained, for the acceleration and the horizon of its rows. */
export function trainedProbability({ card, members }: EnsembleModel, rows: Float32Array): Float64Array {
  const evidence = evidenceOf(members, rows);
  return pooled(poolFor(card.combination.pools, evidence)!, evidence);
}

function withoutBoosting({ gradient_boosting: _, ...others }: EnsembleModel['members']) {
  return others;
}
