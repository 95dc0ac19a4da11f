/** How good probabilities are, on rows whose outcome is known. */
export interface Metrics {
  /** Area under the ROC curve. */
  auc: number;
  /** Mean negative log likelihood, nats. */
  log_loss: number;
  /** Mean squared error of the probability. */
  brier: number;
}

export function measure(probability: ArrayLike<number>, labels: Uint8Array): Metrics {
  return {
    auc: auc(probability, labels),
    log_loss: logLoss(probability, labels),
    brier: brier(probability, labels),
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
