/** How good probabilities are, on rows whose outcome is known. */
export interface Metrics {
  /** Area under the ROC curve. */
  auc: number;
  /** Mean negative log likelihood, nats. */
  log_loss: number;
  /** Mean squared error of the probability. */
  brier: number;
  /** Expected calibration error. */
  ece: number;
}

/** All figures of a report; null where one outcome alone leaves nothing to tell apart. */
export interface Figures {
  auc: number | null;
  average_precision: number | null;
  logloss: number;
  brier: number;
  ece: number;
  f1: number;
}

/** How good each is on the same rows, which none has seen. */
export type Evaluation = Record<'ensemble' | 'logistic_regression', Metrics> & {
  /** Absent where the rows do not say what the prior says of them. */
  cnaim_prior?: Metrics;
  rows: number;
  failures: number;
};

export function measure(probability: ArrayLike<number>, labels: Uint8Array): Metrics {
  return {
    auc: auc(probability, labels),
    log_loss: logLoss(probability, labels),
    brier: brier(probability, labels),
    ece: calibrationError(probability, labels),
  };
}

/** @param threshold from which on a probability counts as "fails", for F1 */
export function figuresOf(probability: ArrayLike<number>, labels: Uint8Array, threshold: number): Figures {
  const failures = labels.reduce((sum, label) => sum + label, 0);
  const both = failures > 0 && failures < labels.length;
  return {
    auc: both ? auc(probability, labels) : null,
    average_precision: failures > 0 ? averagePrecision(probability, labels) : null,
    logloss: logLoss(probability, labels),
    brier: brier(probability, labels),
    ece: calibrationError(probability, labels),
    f1: f1(probability, labels, threshold),
  };
}

/** The Mann–Whitney statistic: how often a failed row stands above one that held; ties count half. */
export function auc(score: ArrayLike<number>, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => score[a]! - score[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && score[order[end]!] === score[order[start]!]) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) {
      if (labels[order[i]!] !== 1) continue;
      positives++;
      rankSum += rank;
    }
    start = end;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds from the highest score down, as scikit-learn has it: no interpolation. */
export function averagePrecision(score: ArrayLike<number>, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => score[b]! - score[a]!);
  const failures = labels.reduce((sum, label) => sum + label, 0);
  let hits = 0;
  let sum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let found = 0;
    while (end < order.length && score[order[end]!] === score[order[start]!]) found += labels[order[end++]!]!;
    hits += found;
    sum += (found / failures) * (hits / end);
    start = end;
  }
  return sum;
}

const BINS = 10;

/**
 * Expected calibration error: the mean distance of probability and frequency over ten bins of equally many rows
 * (K. Nguyen, B. O'Connor, EMNLP 2015, doi 10.18653/v1/D15-1182). Bins of equal width would hold nearly all rows in the
 * first where failures are rare, and a handful in the others, whose scatter then is most of the figure.
 */
export function calibrationError(probability: ArrayLike<number>, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => probability[a]! - probability[b]!);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    let excess = 0;
    const end = Math.floor(((bin + 1) * order.length) / BINS);
    for (let i = Math.floor((bin * order.length) / BINS); i < end; i++) {
      excess += probability[order[i]!]! - labels[order[i]!]!;
    }
    error += Math.abs(excess);
  }
  return error / order.length;
}

/** Harmonic mean of precision and recall; 0 where nothing is said to fail. */
function f1(probability: ArrayLike<number>, labels: Uint8Array, threshold: number): number {
  let hits = 0;
  let said = 0;
  let failures = 0;
  for (let row = 0; row < labels.length; row++) {
    const says = probability[row]! >= threshold;
    failures += labels[row]!;
    if (says) said++;
    if (says && labels[row] === 1) hits++;
  }
  return said + failures === 0 ? 0 : (2 * hits) / (said + failures);
}

/** The probability with the best F1: midway between the last that counts as failing and the next one below it. */
export function bestThreshold(probability: Float64Array, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => probability[b]! - probability[a]!);
  const failures = labels.reduce((sum, label) => sum + label, 0);
  let hits = 0;
  let best = 0;
  let threshold = 0.5;
  order.forEach((row, i) => {
    hits += labels[row]!;
    const next = probability[order[i + 1] ?? row]!;
    const f1 = (2 * hits) / (i + 1 + failures);
    if (f1 <= best || next === probability[row]) return;
    best = f1;
    threshold = (probability[row]! + next) / 2;
  });
  return threshold;
}

/** Probabilities are kept away from 0 and 1, so that one wrong certainty does not cost infinitely much. */
const CERTAINTY = 1e-6;

export function logLoss(probability: ArrayLike<number>, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = Math.min(1 - CERTAINTY, Math.max(CERTAINTY, probability[i]!));
    sum -= Math.log(labels[i] === 1 ? p : 1 - p);
  }
  return sum / labels.length;
}

function brier(probability: ArrayLike<number>, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probability[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}
