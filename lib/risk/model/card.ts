import { READINGS, type RiskModelInfo } from '../../contract';
import { gridError } from '../../errors';
import { QUANTILES, type TrainingDistribution } from '../drift/distribution';
import type { Metrics } from '../metrics';
import type { Evaluation } from '../types';
import type { Combination } from './combination';

export const CARD_FORMAT = 'gridloom-risk-model';
export const CARD_VERSION = 1;
export const CARD_FILE = 'card.json';

/** What a model says of itself: where it comes from, how good it is, and what it is not good for. */
export interface ModelCard extends RiskModelInfo {
  trained_at: string;
  trained_on: 'simulated_failures' | 'field_failures' | 'unknown';
  format: typeof CARD_FORMAT;
  format_version: typeof CARD_VERSION;
  /** In the order of a feature row. */
  features: { name: string; unit: string }[];
  /** The package that trained it. */
  software: string;
  seed: number;
  data: {
    description: string;
    rows: { training: number; early_stopping: number; combination: number; held_out: number };
    failure_share: number;
    /** Of all rows and labels, as the trainer saw them. */
    sha256: string;
  };
  members: {
    gradient_boosting: { trees: number };
    random_forest: { trees: number };
    /** ψ: rows that each tree isolates. */
    isolation_forest: { trees: number; sample_size: number };
  };
  combination: Combination & { rule: string };
  /** On rows that neither members nor combination have seen. */
  metrics: Record<'ensemble' | 'gradient_boosting' | 'random_forest' | 'isolation_forest', Metrics>;
  /** On the same rows, against the prior and a logistic regression; absent for a model without a history. */
  evaluation?: Evaluation;
  /** How many times more often than their hazards say edges failed in the history. */
  acceleration?: number;
  /** Of the training rows, for the watch on drift; absent in cards that were written before it. */
  training_distribution?: TrainingDistribution;
  not_good_for: string[];
  /** SHA-256 of the other files. */
  files: Record<string, string>;
}

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

export const FEATURES = READINGS.map((name) => ({ name, unit: UNITS[name] }));

/**
 * The card in a file's text, checked in everything that scoring relies on.
 * @throws GridError INVALID_MODEL, naming the file and the field
 */
export function parseCard(text: string, file: string): ModelCard {
  let card: ModelCard;
  try {
    card = JSON.parse(text);
  } catch (error) {
    throw fault(file, 'its text', (error as Error).message, 'JSON, whole');
  }
  const check = (what: string, got: unknown, holds: boolean, allowed: string) => {
    if (!holds) throw fault(file, what, got, allowed);
  };
  check('format', card?.format, card?.format === CARD_FORMAT, CARD_FORMAT);
  check('format_version', card.format_version, card.format_version === CARD_VERSION, String(CARD_VERSION));
  const names = card.features?.map?.((feature) => feature?.name).join(', ');
  check('features', names, names === READINGS.join(', '), READINGS.join(', '));
  for (const field of ['id', 'version', 'trained_at', 'horizon'] as const) {
    const value: unknown = card[field];
    check(field, value, typeof value === 'string' && /^.{1,128}$/.test(value), 'text of 1 to 128 characters');
  }
  check('trained_at', card.trained_at, !Number.isNaN(Date.parse(card.trained_at)), 'a moment, ISO 8601');
  const hours = card.horizon_h;
  check('horizon_h', hours, hours === undefined || (Number.isFinite(hours) && hours > 0), 'hours above 0');
  const origins = ['simulated_failures', 'field_failures', 'unknown'];
  check('trained_on', card.trained_on, origins.includes(card.trained_on), origins.join(' or '));
  const { acceleration } = card;
  const usable = acceleration === undefined || (Number.isFinite(acceleration) && acceleration > 0);
  check('acceleration', acceleration, usable, 'a number above 0');
  checkCombination(card, check);
  const sample = card.members?.isolation_forest?.sample_size;
  check('members.isolation_forest.sample_size', sample, Number.isInteger(sample) && sample >= 2, '2 or more');
  checkDistribution(card, check);
  check('files', card.files, typeof card.files === 'object' && card.files !== null, 'hashes by file name');
  return card;
}

type Check = (what: string, got: unknown, holds: boolean, allowed: string) => void;

function checkCombination({ combination }: ModelCard, check: Check): void {
  const { gradient_boosting, random_forest, isolation_forest } = combination?.weights ?? {};
  const weights = [gradient_boosting, random_forest, isolation_forest];
  const usable =
    weights.every((weight) => weight! >= 0) && Math.abs(weights.reduce((a, b) => a! + b!)! - 1) < 1e-9;
  check('combination.weights', combination?.weights, usable, 'three weights from 0 that sum to 1');
  const curve = combination.calibration;
  const finite = Number.isFinite(curve?.offset) && Number.isFinite(curve?.slope);
  check('combination.calibration', curve, finite, 'finite offset and slope');
}

function checkDistribution({ training_distribution }: ModelCard, check: Check): void {
  if (training_distribution === undefined) return;
  const { rows, quantiles } = training_distribution;
  check('training_distribution.rows', rows, rows > 0, 'rows above 0');
  const lists = Array.isArray(quantiles) && quantiles.length === READINGS.length;
  check('training_distribution.quantiles', quantiles?.length, lists, `${READINGS.length} lists`);
  for (const list of quantiles) {
    const growing = list.length === QUANTILES && list.every((value, k) => k === 0 || value >= list[k - 1]);
    check('training_distribution.quantiles', list, growing, `${QUANTILES} numbers that do not fall`);
  }
}

function fault(file: string, what: string, got: unknown, allowed: string) {
  return gridError('INVALID_MODEL', { at: `${file}, ${what}`, got, allowed });
}

/**
 * The part of a card that travels in snapshots. Where a graph from elsewhere takes the place of the boosted trees,
 * nobody here knows what that was trained on and which period it speaks of: the card is then right for the other
 * members only. `trained_at` stays theirs.
 * @param graphHash SHA-256 of such a graph; its head joins the version
 */
export function infoOf(card: ModelCard, graphHash?: string): RiskModelInfo {
  const { id, version, trained_on, trained_at, horizon, horizon_h } = card;
  if (graphHash === undefined) {
    return { id, version, trained_on, trained_at, horizon, ...(horizon_h !== undefined && { horizon_h }) };
  }
  return {
    id: `${id.slice(0, 123)}+onnx`,
    version: `${version}+${graphHash.slice(0, 12)}`,
    trained_on: 'unknown',
    trained_at,
    horizon: 'unknown',
  };
}
