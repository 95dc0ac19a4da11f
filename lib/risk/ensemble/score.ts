import { withExposure } from '../exposure';
import type { EnsembleModel } from './files';
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
  const served = (p: Float64Array) => p.map((value) => withExposure(value, 1 / acceleration));
  const { pools } = combination;
  const alone = MEMBERS.flatMap((member) => {
    const single: Evidence = { [member]: evidence[member] };
    const pool = evidence[member] === undefined ? null : poolFor(pools, single);
    return pool === null ? [] : [[member, served(pooled(pool, single))] as const];
  });
  return {
    failure_probability: served(pooled(poolFor(pools, evidence)!, evidence)),
    members: { ...Object.fromEntries(alone), ...(boosted && { gradient_boosting: boosted }) },
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

/** What another runtime rounds to 0 or 1 stays finite. */
const CERTAINTY = 1e-6;

function logOdds(p: number): number {
  const within = Math.min(1 - CERTAINTY, Math.max(CERTAINTY, p));
  return Math.log(within / (1 - within));
}
