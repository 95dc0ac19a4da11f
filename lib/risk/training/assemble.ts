import { createHash } from 'node:crypto';
import { READINGS } from '../../contract';
import type { Dataset } from '../dataset';
import { distributionOf } from '../drift/distribution';
import { ENSEMBLE_FORMAT, ENSEMBLE_VERSION, type EnsembleCard } from '../ensemble/card';
import type { EnsembleModel } from '../ensemble/files';
import { judge } from '../ensemble/judge';
import { evidenceOf, POOLING_RULE, sizesOf } from '../ensemble/members';
import { fitPools, pooled } from '../ensemble/pool';
import { PARTS, type PartName } from '../history/history';
import { bestThreshold } from '../metrics';
import type { AllMembers } from './grow-members';

/** What a card says that the rows do not. */
export type Head = Pick<
  EnsembleCard,
  | 'id'
  | 'version'
  | 'trained_on'
  | 'trained_at'
  | 'horizon'
  | 'horizon_h'
  | 'acceleration'
  | 'software'
  | 'seed'
  | 'not_good_for'
> & { description: string };

const UNITS: Record<(typeof READINGS)[number], string> = {
  temperature_c: '°C',
  load_mw: 'MW',
  vibration_mm_s: 'mm/s, root mean square',
  age_years: 'years',
  corrosion: '0 new to 1 through',
  harmonic_distortion_percent: '% of the current',
  oil_quality: '1 new to 0 spent',
  trip_count: 'trips since commissioning',
  ambient_temperature_c: '°C',
  humidity_percent: '%',
};

/** The model of members that were grown on the ten readings: pools and threshold from the combination rows, figures from those held out. */
export function assemble(
  members: AllMembers,
  parts: Readonly<Record<PartName, Dataset>>,
  { description, ...head }: Head,
): EnsembleModel {
  const { combination, held_out } = parts;
  const evidence = evidenceOf(members, combination.rows);
  const pools = fitPools(evidence, combination.labels);
  const threshold = bestThreshold(pooled(pools[0]!, evidence), combination.labels);
  const { members: alone, ...mean } = judge({ members, pools, threshold }, held_out);
  const all = PARTS.map((name) => parts[name]);
  return {
    members,
    card: {
      format: ENSEMBLE_FORMAT,
      format_version: ENSEMBLE_VERSION,
      ...head,
      target: 'fails',
      features: READINGS.map((name) => ({ name, kind: 'number', unit: UNITS[name] })),
      derived: [],
      left_out: [],
      data: {
        file: description,
        rows: all.reduce((sum, { labels }) => sum + labels.length, 0),
        failures: all.reduce((sum, part) => sum + failuresOf(part), 0),
        sha256: hashOf(all),
        parts: Object.fromEntries(PARTS.map((name) => [name, parts[name].labels.length])),
      },
      members: sizesOf(members),
      combination: { rule: POOLING_RULE, pools },
      thresholds: { f1: threshold },
      metrics: { method: 'rows that no part of the training has seen', folds: [mean], mean, members: alone },
      training_distribution: distributionOf(parts.training),
      files: {},
    },
  };
}

export function failuresOf({ labels }: Dataset): number {
  return labels.reduce((sum, label) => sum + label, 0);
}

function hashOf(parts: readonly Dataset[]): string {
  const hash = createHash('sha256');
  for (const { rows, labels } of parts)
    hash.update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)).update(labels);
  return hash.digest('hex');
}
