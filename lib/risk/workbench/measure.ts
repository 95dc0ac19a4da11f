import { type Dataset, pickRows } from '../dataset';
import type { Parted } from '../ensemble/folds';
import { type Ensemble, learnEnsemble } from '../ensemble/learn';
import { type Evidence, evidenceOf, MEMBERS, type MemberName } from '../ensemble/members';
import { type Pool, pooled, poolFor } from '../ensemble/pool';
import { type Figures, figuresOf } from '../metrics';

/** Figures of the whole ensemble, and of each member that can speak alone. */
export interface Report extends Figures {
  members: Partial<Record<MemberName, Figures>>;
}

export type Judged = Pick<Ensemble, 'members' | 'pools' | 'threshold'>;

export function judge({ members, pools, threshold }: Judged, { rows, labels }: Dataset): Report {
  const evidence = evidenceOf(members, rows);
  const figures = (pool: Pool) => figuresOf(pooled(pool, evidence), labels, threshold);
  const alone = MEMBERS.flatMap((member) => {
    const pool = poolOf(member, pools, evidence);
    return pool === undefined ? [] : [[member, figures(pool)] as const];
  });
  return { ...figures(poolFor(pools, evidence)!), members: Object.fromEntries(alone) };
}

/** Learns and judges each part; the reports in the order of the parts. */
export function judgeParts(
  data: Dataset,
  parts: readonly Parted[],
  seed: number,
  report: (part: number, fraction: number) => void,
): Report[] {
  return parts.map(({ learned, held_out }, part) => {
    const ensemble = learnEnsemble(pickRows(data, learned), seed, (fraction) => report(part, fraction));
    return judge(ensemble, pickRows(data, held_out));
  });
}

/** Mean over folds of every figure; a figure that a fold lacks is left out of its mean. */
export function meanReport(reports: readonly Report[]): Report {
  const members = MEMBERS.map((member) => [member, meanFigures(reports.map((r) => r.members[member]!))]);
  return { ...meanFigures(reports), members: Object.fromEntries(members) };
}

function meanFigures(all: readonly Figures[]): Figures {
  const mean = (pick: (figures: Figures) => number | null) => {
    const there = all.map(pick).filter((value) => value !== null);
    return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
  };
  return {
    auc: mean(({ auc }) => auc),
    average_precision: mean(({ average_precision }) => average_precision),
    logloss: mean(({ logloss }) => logloss)!,
    brier: mean(({ brier }) => brier)!,
    ece: mean(({ ece }) => ece)!,
    f1: mean(({ f1 }) => f1)!,
  };
}

function poolOf(member: MemberName, pools: readonly Pool[], evidence: Evidence): Pool | undefined {
  if (evidence[member] === undefined) return undefined;
  return pools.find(({ weights }) => Object.keys(weights).length === 1 && member in weights);
}
