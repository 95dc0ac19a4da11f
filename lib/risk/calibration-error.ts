const BINS = 10;

/**
 * Expected calibration error: rows in ten groups of equal size by their probability, the mean distance of mean probability and
 * share of failures (M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
 * binning", AAAI 2015; with groups of equal size, as nearly all rows of a grid have small probabilities). NaN without rows.
 */
export function calibrationError(probability: ArrayLike<number>, labels: Uint8Array): number {
  const order = Array.from(labels.keys()).sort((a, b) => probability[a] - probability[b]);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const from = Math.floor((bin * order.length) / BINS);
    const until = Math.floor(((bin + 1) * order.length) / BINS);
    let difference = 0;
    for (let i = from; i < until; i++) difference += probability[order[i]] - labels[order[i]];
    error += Math.abs(difference);
  }
  return error / order.length;
}
