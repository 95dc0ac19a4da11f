import { Random } from '../../random';
import type { Dataset } from '../dataset';
import { ENSEMBLE_FORMAT, ENSEMBLE_VERSION, type EnsembleCard } from '../ensemble/card';
import { type Parted, partBy, partsOf, stratifiedFolds } from '../ensemble/folds';
import { sha256 } from '../../folders';
import type { Ensemble } from '../ensemble/learn';
import { MEMBERS } from '../ensemble/members';
import type { Prepared } from './load';
import { readFolds, timeOrder } from './load';
import { meanReport, type Report } from './measure';
import type { TrainRequest } from './types';

/** Held out at the end of the time where rows are split by it. */
const LATEST_SHARE = 0.2;
/** Above it one fold of five is held out in place of each once. */
const MOST_FOLDED_ROWS = 50_000;

/** What is held out for the figures of the card, and in words. */
export function heldOutParts(
  { table, data }: Prepared,
  request: TrainRequest,
): { parts: Parted[]; method: string } {
  const { folds, split, seed } = request;
  const count = data.labels.length;
  if (folds !== undefined) {
    return { parts: partsOf(readFolds(folds, count)), method: 'each fold of the file held out once' };
  }
  if (split !== undefined) {
    const late = timeOrder(table, split).subarray(Math.ceil((1 - LATEST_SHARE) * count));
    const latest = new Set(late);
    const method = `the latest fifth by "${split}" held out`;
    return { parts: [partBy(count, (row) => latest.has(row))], method };
  }
  const parts = partsOf(stratifiedFolds(data.labels, 5, new Random(seed, 1)));
  return count > MOST_FOLDED_ROWS
    ? { parts: parts.slice(0, 1), method: 'one fifth of the rows, drawn by the seed, held out' }
    : { parts, method: 'five folds drawn by the seed, each held out once' };
}

export function describeModel(
  request: TrainRequest,
  prepared: Prepared,
  ensemble: Ensemble,
  measured: { reports: readonly Report[]; method: string },
  software: string,
): EnsembleCard {
  const { features, left_out, data, target, table } = prepared;
  const hash = hashOf(data);
  const { members: _, ...mean } = meanReport(measured.reports);
  const folds = measured.reports.map(({ members: _members, ...figures }) => figures);
  return {
    format: ENSEMBLE_FORMAT,
    format_version: ENSEMBLE_VERSION,
    id: `user-${hash.slice(0, 12)}-${request.seed}`,
    trained_on: 'user_rows',
    trained_at: request.trained_at,
    horizon: `the period that the column "${target.name}" speaks of`,
    target: target.name,
    features,
    derived: [...request.derive],
    left_out,
    software,
    seed: request.seed,
    data: {
      file: table.file,
      rows: data.labels.length,
      failures: data.labels.reduce((sum, label) => sum + label, 0),
      sha256: hash,
    },
    members: sizesOf(ensemble),
    combination: { rule: RULE, pools: [...ensemble.pools] },
    thresholds: { f1: ensemble.threshold },
    metrics: { method: `${measured.method}; the model itself has learned from all rows`, folds, mean },
    not_good_for: [
      'Rows from elsewhere than those it has learned from: other equipment, other sensors, later years.',
      'Values beyond those of its rows: trees answer there as at the edge.',
    ],
    files: {},
  };
}

const RULE =
  'failure_probability = σ(offset + Σ weight × evidence); evidence: margin of the boosted trees, log odds of the ' +
  "forest's votes with half a vote on either side, score of the isolation forest. Fitted by logistic regression on rows " +
  'that the members had not seen; the first pool whose members are all there serves.';

function sizesOf({ members }: Ensemble): EnsembleCard['members'] {
  const sizes: EnsembleCard['members'] = {};
  for (const member of MEMBERS) {
    const trees = member === 'isolation_forest' ? members[member]?.ensemble : members[member];
    if (trees !== undefined) sizes[member] = { trees: trees.roots.length };
  }
  const { isolation_forest } = members;
  if (isolation_forest !== undefined) sizes.isolation_forest!.sample_size = isolation_forest.sample_size;
  return sizes;
}

function hashOf({ rows, labels }: Dataset): string {
  const bytes = Buffer.concat([Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength), labels]);
  return sha256(bytes);
}
