import { Random } from '../../random';
import type { Dataset } from '../dataset';
import { distributionOf } from '../drift/distribution';
import { ENSEMBLE_FORMAT, ENSEMBLE_VERSION, type EnsembleCard } from '../ensemble/card';
import { type Parted, partBy, partsOf, dealFolds } from '../ensemble/folds';
import { sha256 } from '../../folders';
import type { Ensemble } from '../ensemble/learn';
import { POOLING_RULE, sizesOf } from '../ensemble/members';
import { type Exposure, exposureOf } from './exposure';
import type { Prepared } from './load';
import { readFolds, timeOrder } from './load';
import type { Report } from '../ensemble/judge';
import { meanReport } from './measure';
import type { TrainRequest } from './types';

/** Held out at the end of the time where rows are split by it. */
const LATEST_SHARE = 0.2;
/** Above it one fold of five is held out in place of each once. */
const MOST_FOLDED_ROWS = 50_000;

/** What is held out for the figures of the card, and in words. */
export function heldOutParts(
  { table, data, groups }: Prepared,
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
  const parts = partsOf(dealFolds(data.labels, 5, new Random(seed, 1), groups));
  const by = groups === undefined ? '' : `, each "${request.group}" in one`;
  return count > MOST_FOLDED_ROWS
    ? { parts: parts.slice(0, 1), method: `one fifth of the rows, drawn by the seed, held out${by}` }
    : { parts, method: `five folds drawn by the seed${by}, each held out once` };
}

/** Rows that are not parted: of one group; where rows are split by time, those of one twentieth of it. */
export function groupsFor({ groups, table }: Prepared, { split }: TrainRequest): Int32Array | undefined {
  if (groups !== undefined || split === undefined) return groups;
  const blocks = new Int32Array(table.row_count);
  timeOrder(table, split).forEach((row, place) => {
    blocks[row] = Math.floor((TIME_BLOCKS * place) / blocks.length);
  });
  return blocks;
}

const TIME_BLOCKS = 20;

export function describeModel(
  request: TrainRequest,
  prepared: Prepared,
  ensemble: Ensemble,
  measured: { reports: readonly Report[]; method: string },
  software: string,
): EnsembleCard {
  const { features, left_out, data, target, table } = prepared;
  const hash = hashOf(data);
  const exposure = exposureOf(table);
  const { members: _, ...mean } = meanReport(measured.reports);
  const folds = measured.reports.map(({ members: _members, ...figures }) => figures);
  return {
    format: ENSEMBLE_FORMAT,
    format_version: ENSEMBLE_VERSION,
    id: `user-${hash.slice(0, 12)}-${request.seed}`,
    trained_on: 'user_rows',
    trained_at: request.trained_at,
    horizon: horizonOf(exposure, target.name),
    ...exposure,
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
    members: sizesOf(ensemble.members),
    combination: { rule: POOLING_RULE, pools: [...ensemble.pools] },
    thresholds: { f1: ensemble.threshold },
    training_distribution: distributionOf(data),
    metrics: { method: `${measured.method}; the model itself has learned from all rows`, folds, mean },
    not_good_for: [
      'Rows from elsewhere than those it has learned from: other equipment, other sensors, later years.',
      'Values beyond those of its rows: trees answer there as at the edge.',
    ],
    files: {},
  };
}

function horizonOf({ horizon_h }: Exposure, target: string): string {
  return horizon_h === undefined
    ? `the period that the column "${target}" speaks of`
    : `${horizon_h / 24} days`;
}

function hashOf({ rows, labels }: Dataset): string {
  const bytes = Buffer.concat([Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength), labels]);
  return sha256(bytes);
}
