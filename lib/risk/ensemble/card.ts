import { gridError } from '../../errors';
import type { Figures } from '../metrics';
import { type Derivation, LONGEST_EXPRESSION, MOST_DERIVED } from '../table/derive';
import type { Feature, LeftOut } from '../table/encode';
import { MEMBERS, type MemberName } from './members';
import type { Pool } from './pool';

export const ENSEMBLE_FORMAT = 'gridloom-risk-ensemble';
export const ENSEMBLE_VERSION = 1;
export const CARD_FILE = 'card.json';

/** What a model of a user's rows says of itself. */
export interface EnsembleCard {
  format: typeof ENSEMBLE_FORMAT;
  format_version: typeof ENSEMBLE_VERSION;
  id: string;
  /** `user_rows`, or `unknown` where the trees were imported. */
  trained_on: 'user_rows' | 'unknown';
  /** ISO 8601, UTC. */
  trained_at: string;
  /** The period that the probability speaks of is that of the target column; nobody here knows it. */
  horizon: string;
  target: string;
  /** In the order of a feature row. */
  features: Feature[];
  derived: Derivation[];
  left_out: LeftOut[];
  software: string;
  seed: number;
  data: { file: string; rows: number; failures: number; sha256: string };
  members: Partial<Record<MemberName, { trees: number; sample_size?: number }>>;
  /** `vote_smoothing` is ½ where nothing is said. */
  combination: { rule: string; pools: Pool[]; vote_smoothing?: number };
  thresholds: { f1: number };
  /** On rows that the models measured have not seen; null where there are none. */
  metrics: { method: string; folds: Figures[]; mean: Figures } | null;
  not_good_for: string[];
  /** SHA-256 of the other files. */
  files: Record<string, string>;
}

/**
 * The card in a text, checked in everything that scoring relies on.
 * @throws GridError INVALID_MODEL, naming the file and the field
 */
export function parseEnsembleCard(text: string, file: string): EnsembleCard {
  let card: EnsembleCard;
  try {
    card = JSON.parse(text);
  } catch (error) {
    throw fault(file, 'its text', (error as Error).message, 'JSON, whole');
  }
  const check = (what: string, got: unknown, holds: boolean, allowed: string) => {
    if (!holds) throw fault(file, what, got, allowed);
  };
  check('format', card?.format, card?.format === ENSEMBLE_FORMAT, ENSEMBLE_FORMAT);
  const version = card.format_version;
  check('format_version', version, version === ENSEMBLE_VERSION, String(ENSEMBLE_VERSION));
  check('features', card.features, areFeatures(card.features), 'a list of inputs: name, kind, levels');
  check('derived', card.derived, areDerived(card.derived), 'a list of names and JSONata expressions');
  check('target', card.target, isText(card.target), 'text');
  const members = Object.keys(card.members ?? {});
  const known = members.length > 0 && members.every((member) => MEMBERS.includes(member as MemberName));
  check('members', members, known, `some of ${MEMBERS.join(', ')}`);
  const sample = card.members.isolation_forest?.sample_size;
  const usable = card.members.isolation_forest === undefined || (Number.isInteger(sample) && sample! >= 2);
  check('members.isolation_forest.sample_size', sample, usable, 'a whole number from 2');
  check('combination.pools', card.combination?.pools, arePools(card), 'offset and weights of its members');
  const smoothing = card.combination.vote_smoothing ?? 0;
  check('combination.vote_smoothing', smoothing, smoothing >= 0 && smoothing <= 1, 'a number from 0 to 1');
  const threshold = card.thresholds?.f1;
  check('thresholds.f1', threshold, threshold >= 0 && threshold <= 1, 'a number from 0 to 1');
  check('files', card.files, typeof card.files === 'object' && card.files !== null, 'hashes by file name');
  return card;
}

function areFeatures(features: unknown): boolean {
  if (!Array.isArray(features) || features.length === 0 || features.length > 32_767) return false;
  return features.every((feature: Partial<Feature & { levels: unknown }> | null) => {
    if (!isText(feature?.name)) return false;
    if (feature?.kind === 'number') return true;
    return feature?.kind === 'category' && Array.isArray(feature.levels) && feature.levels.every(isText);
  });
}

function areDerived(derived: unknown): boolean {
  if (!Array.isArray(derived) || derived.length > MOST_DERIVED) return false;
  return derived.every(
    (one: Partial<Derivation> | null) =>
      isText(one?.name) && isText(one?.expression) && one!.expression!.length <= LONGEST_EXPRESSION,
  );
}

function arePools({ combination, members }: EnsembleCard): boolean {
  const pools = combination?.pools;
  if (!Array.isArray(pools) || pools.length === 0) return false;
  return pools.every((pool) => {
    const names = Object.keys(pool?.weights ?? {});
    const finite = Number.isFinite(pool?.offset) && Object.values(pool.weights).every(Number.isFinite);
    return finite && names.length > 0 && names.every((name) => name in members);
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function fault(file: string, what: string, got: unknown, allowed: string) {
  return gridError('INVALID_MODEL', { at: `${file}, ${what}`, got, allowed });
}
