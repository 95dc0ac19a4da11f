import { gridError } from '../../errors';
import { QUANTILES } from '../drift/distribution';
import { type Derivation, LONGEST_EXPRESSION, MOST_DERIVED } from '../table/derive';
import type { Feature } from '../table/encode';
import { ORIGINS } from '../origin';
import { ENSEMBLE_FORMAT, ENSEMBLE_VERSION, type EnsembleCard } from './card';
import { MEMBERS, type MemberName } from './members';

type Check = (what: string, got: unknown, holds: boolean, allowed: string) => void;

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
  const check: Check = (what, got, holds, allowed) => {
    if (!holds) throw fault(file, what, got, allowed);
  };
  check('format', card?.format, card?.format === ENSEMBLE_FORMAT, ENSEMBLE_FORMAT);
  const version = card.format_version;
  check('format_version', version, version === ENSEMBLE_VERSION, String(ENSEMBLE_VERSION));
  checkOrigin(card, check);
  check('features', card.features, areFeatures(card.features), 'a list of inputs: name, kind, levels');
  check('derived', card.derived, areDerived(card.derived), 'a list of names and JSONata expressions');
  checkMembers(card, check);
  const threshold = card.thresholds?.f1;
  check('thresholds.f1', threshold, threshold >= 0 && threshold <= 1, 'a number from 0 to 1');
  checkDistribution(card, check);
  check('files', card.files, typeof card.files === 'object' && card.files !== null, 'hashes by file name');
  return card;
}

/** What snapshots say of the model. */
function checkOrigin(card: EnsembleCard, check: Check): void {
  check('id', card.id, isText(card.id) && /^.{1,128}$/.test(card.id), 'text of 1 to 128 characters');
  const version = card.version ?? '1';
  check('version', version, isText(version) && /^.{1,128}$/.test(version), 'text of 1 to 128 characters');
  for (const field of ['target', 'horizon'] as const) check(field, card[field], isText(card[field]), 'text');
  const moment = card.trained_at;
  check('trained_at', moment, !Number.isNaN(Date.parse(moment)), 'a moment, ISO 8601');
  check('trained_on', card.trained_on, ORIGINS.includes(card.trained_on), ORIGINS.join(', '));
  for (const field of ['horizon_h', 'acceleration'] as const) {
    const value = card[field];
    const usable = value === undefined || (Number.isFinite(value) && value > 0);
    check(field, value, usable, 'a number above 0');
  }
}

function checkMembers(card: EnsembleCard, check: Check): void {
  const members = Object.keys(card.members ?? {});
  const known = members.length > 0 && members.every((member) => MEMBERS.includes(member as MemberName));
  check('members', members, known, `some of ${MEMBERS.join(', ')}`);
  for (const [member, told] of Object.entries(card.members)) {
    check(`members.${member}`, told, typeof told === 'object' && told !== null, 'an object with its trees');
  }
  const sample = card.members.isolation_forest?.sample_size;
  const usable = card.members.isolation_forest === undefined || (Number.isInteger(sample) && sample! >= 2);
  check('members.isolation_forest.sample_size', sample, usable, 'a whole number from 2');
  check('combination.pools', card.combination?.pools, arePools(card), 'offset and weights of its members');
  const smoothing = card.combination.vote_smoothing ?? 0;
  check('combination.vote_smoothing', smoothing, smoothing >= 0 && smoothing <= 1, 'a number from 0 to 1');
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
    const weights: unknown = pool?.weights ?? {};
    const names = Object.keys(weights as object);
    const finite = Number.isFinite(pool?.offset) && Object.values(weights as object).every(Number.isFinite);
    return finite && names.length > 0 && names.every((name) => name in members);
  });
}

function checkDistribution({ training_distribution, features }: EnsembleCard, check: Check): void {
  if (training_distribution === undefined) return;
  const { rows, quantiles } = training_distribution ?? {};
  check('training_distribution.rows', rows, Number.isFinite(rows) && rows > 0, 'rows above 0');
  const lists = Array.isArray(quantiles) && quantiles.length === features.length;
  check(
    'training_distribution.quantiles',
    quantiles?.length,
    lists,
    `${features.length} lists, one an input`,
  );
  for (const list of quantiles) {
    const growing =
      Array.isArray(list) &&
      list.length === QUANTILES &&
      list.every((value, k) => k === 0 || value >= list[k - 1]!);
    check('training_distribution.quantiles', list, growing, `${QUANTILES} numbers that do not fall`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function fault(file: string, what: string, got: unknown, allowed: string) {
  return gridError('INVALID_MODEL', {
    at: `${file}, ${what}`,
    got: got === undefined ? 'nothing' : got,
    allowed,
  });
}
