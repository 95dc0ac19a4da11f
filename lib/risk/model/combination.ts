import { sigmoid } from '../boosting/train';
import { logLoss } from '../metrics';

/** One figure a row from each member. */
export interface MemberFigures {
  gradient_boosting: Float64Array;
  random_forest: Float64Array;
  /** Raw isolation score; `calibration` turns it into a probability. */
  anomaly_score: Float64Array;
}

/**
 * How the members make one probability: the weighted mean of three probabilities. The isolation forest knows no
 * failures, so its score is put through a logistic curve first.
 */
export interface Combination {
  weights: { gradient_boosting: number; random_forest: number; isolation_forest: number };
  /** isolation_forest = σ(offset + slope × anomaly_score) */
  calibration: { offset: number; slope: number };
}

/** Every member keeps at least this weight, so that none is only decoration; the rest is fitted. */
export const LEAST_WEIGHT = 0.1;
const WEIGHT_STEP = 0.05;

export function calibrated({ calibration }: Combination, anomaly: Float64Array): Float64Array {
  return anomaly.map((score) => sigmoid(calibration.offset + calibration.slope * score));
}

export function combine(
  { weights }: Combination,
  boosting: Float64Array,
  forest: Float64Array,
  isolation: Float64Array,
): Float64Array {
  return boosting.map((p, row) => {
    const mean =
      weights.gradient_boosting * p +
      weights.random_forest * forest[row]! +
      weights.isolation_forest * isolation[row]!;
    return Math.min(1, mean);
  });
}

/** Fits curve and weights to rows that no member has learned from: the least log loss on a grid of weights. */
export function fitCombination(figures: MemberFigures, labels: Uint8Array): Combination {
  const { gradient_boosting, random_forest, anomaly_score } = figures;
  const calibration = fitLogistic(anomaly_score, labels);
  const isolation = calibrated({ calibration } as Combination, anomaly_score);
  let best: Combination | undefined;
  let leastLoss = Number.POSITIVE_INFINITY;
  for (const weights of weightGrid()) {
    const candidate = { weights, calibration };
    const loss = logLoss(combine(candidate, gradient_boosting, random_forest, isolation), labels);
    if (loss >= leastLoss) continue;
    leastLoss = loss;
    best = candidate;
  }
  return best!;
}

function* weightGrid(): Generator<Combination['weights']> {
  const steps = Math.round((1 - 3 * LEAST_WEIGHT) / WEIGHT_STEP);
  const weight = (step: number) => Number((LEAST_WEIGHT + step * WEIGHT_STEP).toFixed(2));
  for (let a = 0; a <= steps; a++) {
    for (let b = 0; a + b <= steps; b++) {
      yield {
        gradient_boosting: weight(a),
        random_forest: weight(b),
        isolation_forest: weight(steps - a - b),
      };
    }
  }
}

/**
 * Logistic regression of the outcome on one score by Newton's method (J. Platt, "Probabilistic outputs for support
 * vector machines", 1999), with a small ridge so that a perfect separation stays finite.
 */
function fitLogistic(score: Float64Array, labels: Uint8Array): Combination['calibration'] {
  const RIDGE = 1e-3;
  let offset = 0;
  let slope = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    let [g0, g1, h00, h01, h11] = [0, RIDGE * slope, RIDGE, 0, RIDGE];
    for (let row = 0; row < labels.length; row++) {
      const x = score[row]!;
      const p = sigmoid(offset + slope * x);
      const w = p * (1 - p);
      g0 += p - labels[row]!;
      g1 += (p - labels[row]!) * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const stepOffset = (h11 * g0 - h01 * g1) / determinant;
    const stepSlope = (h00 * g1 - h01 * g0) / determinant;
    offset -= stepOffset;
    slope -= stepSlope;
    if (Math.abs(stepOffset) + Math.abs(stepSlope) < 1e-10) break;
  }
  return { offset, slope };
}
