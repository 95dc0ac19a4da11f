import { type Dataset, pickRows } from '../dataset';
import type { Parted } from '../ensemble/folds';
import { judge, type Report } from '../ensemble/judge';
import { learnEnsemble } from '../ensemble/learn';
import { MEMBERS } from '../ensemble/members';
import type { Figures } from '../metrics';

/** Learns and judges each part; the reports in the order of the parts. */
export function judgeParts(
  data: Dataset,
  parts: readonly Parted[],
  seed: number,
  report: (part: number, fraction: number) => void,
  groups?: Int32Array,
): Report[] {
  return parts.map(({ learned, held_out }, part) => {
    const ofLearned = groups && Int32Array.from(learned, (row) => groups[row]!);
    const rows = pickRows(data, learned);
    const ensemble = learnEnsemble(rows, seed, (fraction) => report(part, fraction), ofLearned);
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
