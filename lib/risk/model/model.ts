import { READINGS } from '../../contract';
import { gridError } from '../../errors';
import { sha256 } from '../../folders';
import { boostedProbability } from '../boosting/train';
import { withExposure } from '../exposure';
import { failureTypeOf } from '../failure-type';
import { isolationScore } from '../members/isolation-forest';
import { forestProbability } from '../members/random-forest';
import { decodeTrees, encodeTrees } from '../trees/encoding';
import type { TreeEnsemble } from '../trees/ensemble';
import type { ModelFiles, ModelScores } from '../types';
import { CARD_FILE, type ModelCard, parseCard } from './card';
import { calibrated, combine } from './combination';

/** Trees of each member, and the card. */
export interface RiskModel {
  card: ModelCard;
  gradient_boosting: TreeEnsemble;
  random_forest: TreeEnsemble;
  isolation_forest: TreeEnsemble;
}

const TREE_FILES = {
  gradient_boosting: 'gradient-boosting.json',
  random_forest: 'random-forest.json',
  isolation_forest: 'isolation-forest.json',
} as const;

/** The model as the files of its folder; the card names the hash of each. */
export function toFiles(model: RiskModel): ModelFiles {
  const files: Record<string, string> = {};
  for (const [member, file] of Object.entries(TREE_FILES)) {
    files[file] = encodeTrees(model[member as keyof typeof TREE_FILES]);
  }
  const hashes = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)]));
  return { [CARD_FILE]: `${JSON.stringify({ ...model.card, files: hashes }, null, 2)}\n`, ...files };
}

/**
 * The model that files hold.
 * @param place said before each file name in errors
 * @throws GridError INVALID_MODEL, naming the file and what is wrong
 */
export function fromFiles(files: ModelFiles, place: string): RiskModel {
  const card = parseCard(textOf(files, CARD_FILE, place), `${place}${CARD_FILE}`);
  const read = (file: string): TreeEnsemble => {
    const text = textOf(files, file, place);
    const hash = sha256(text);
    if (hash !== card.files[file]) {
      throw gridError('INVALID_MODEL', {
        at: `${place}${file}`,
        got: `SHA-256 ${hash.slice(0, 12)}…, ${text.length} characters`,
        allowed: `SHA-256 ${String(card.files[file]).slice(0, 12)}…, as its card says: it was changed or cut short`,
      });
    }
    return decodeTrees(text, `${place}${file}`, READINGS.length);
  };
  const model = {
    card,
    gradient_boosting: read(TREE_FILES.gradient_boosting),
    random_forest: read(TREE_FILES.random_forest),
    isolation_forest: read(TREE_FILES.isolation_forest),
  };
  checkCounts(model, `${place}${CARD_FILE}`);
  return model;
}

/** A card whose hashes were written for other trees still says how many there were. */
function checkCounts(model: RiskModel, file: string): void {
  for (const member of Object.keys(TREE_FILES) as (keyof typeof TREE_FILES)[]) {
    const told = model.card.members?.[member]?.trees;
    const { length } = model[member].roots;
    if (told === length) continue;
    throw gridError('INVALID_MODEL', {
      at: `${file}, members.${member}.trees`,
      got: told,
      allowed: `${length}, as ${TREE_FILES[member]} holds: the card does not match its trees`,
    });
  }
}

/** The files that a model's folder has to hold. */
export const MODEL_FILES = [CARD_FILE, ...Object.values(TREE_FILES)];

/**
 * What the ensemble says of rows (n × 10, in the order of READINGS; NaN is a missing reading). Where the failures that it
 * has learned from were accelerated, the probabilities are taken back to hazards as they are.
 * @param boosted the boosted member's probabilities where another runtime has computed them
 */
export function scoreRows(model: RiskModel, rows: Float64Array, boosted?: Float64Array): ModelScores {
  const width = READINGS.length;
  const { acceleration = 1, combination } = model.card;
  const raw = rawScores(model, singleRows(rows));
  const unaccelerated = (p: Float64Array) => p.map((value) => withExposure(value, 1 / acceleration));
  const random_forest = unaccelerated(raw.random_forest);
  const isolation_forest = unaccelerated(raw.isolation_forest);
  return {
    // What another runtime says is not accelerated, so that it is combined with the others as they are served.
    failure_probability:
      boosted === undefined
        ? unaccelerated(raw.failure_probability)
        : combine(combination, boosted, random_forest, isolation_forest),
    anomaly_score: raw.anomaly_score,
    gradient_boosting: boosted ?? unaccelerated(raw.gradient_boosting),
    random_forest,
    isolation_forest,
    failure_type: Uint8Array.from({ length: rows.length / width }, (_, row) =>
      failureTypeOf(rows, row * width),
    ),
  };
}

/** The combined probability as it was trained, for the acceleration and the horizon of its history. */
export function rawProbability(model: RiskModel, rows: Float32Array): Float64Array {
  return rawScores(model, rows).failure_probability;
}

function rawScores(model: RiskModel, single: Float32Array) {
  const { card } = model;
  const gradient_boosting = boostedProbability(model.gradient_boosting, single);
  const random_forest = forestProbability(model.random_forest, single);
  const { sample_size } = card.members.isolation_forest;
  const anomaly_score = isolationScore({ ensemble: model.isolation_forest, sample_size }, single);
  const isolation_forest = calibrated(card.combination, anomaly_score);
  return {
    failure_probability: combine(card.combination, gradient_boosting, random_forest, isolation_forest),
    anomaly_score,
    gradient_boosting,
    random_forest,
    isolation_forest,
  };
}

/**
 * Rows as the members take them, in 32-bit floats.
 * @throws GridError INVALID_READING where the last row is not whole
 */
export function singleRows(rows: Float64Array): Float32Array {
  if (rows.length % READINGS.length === 0) return Float32Array.from(rows);
  throw gridError('INVALID_READING', {
    at: 'rows',
    got: rows.length,
    allowed: `a multiple of ${READINGS.length} values`,
  });
}

function textOf(files: ModelFiles, file: string, place: string): string {
  const text = files[file];
  if (text !== undefined) return text;
  throw gridError('INVALID_MODEL', {
    at: `${place}${file}`,
    got: 'no such file',
    allowed: MODEL_FILES.join(', '),
  });
}
