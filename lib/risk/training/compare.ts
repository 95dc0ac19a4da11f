import { assumedTable } from '../cnaim/assets';
import { priorOf, USUAL_HORIZON_H } from '../cnaim/prior';
import type { Dataset } from '../dataset';
import type { EnsembleModel } from '../ensemble/files';
import { inputsOf } from '../ensemble/inputs';
import { trainedProbability } from '../ensemble/score';
import { withExposure } from '../exposure';
import { type Metrics, measure } from '../metrics';
import type { Comparison } from '../types';

/** Rows that neither model has learned from, and the exposure that their labels are of. */
export interface HeldOut {
  data: Dataset;
  horizon_h: number;
  acceleration: number;
}

/**
 * A new model against the one that serves, or against the prior where none does, on the same rows. Probabilities of another
 * horizon or acceleration are converted to that of the labels. The new one takes over where it has the lower log loss.
 */
export async function compare(
  candidate: EnsembleModel,
  current: EnsembleModel | null,
  heldOut: HeldOut,
): Promise<Comparison> {
  const { data } = heldOut;
  const judge = async (model: EnsembleModel | null): Promise<Metrics> => {
    const p = model === null ? priorProbability(heldOut) : await probabilityOf(model, heldOut);
    return measure(p, data.labels);
  };
  const [ofCandidate, ofCurrent] = [await judge(candidate), await judge(current)];
  return {
    rows: data.labels.length,
    failures: data.labels.reduce((sum, label) => sum + label, 0),
    candidate: { id: candidate.card.id, ...ofCandidate },
    current: { id: current === null ? 'cnaim-prior' : current.card.id, ...ofCurrent },
    takes_over: ofCandidate.log_loss < ofCurrent.log_loss,
  };
}

async function probabilityOf(
  model: EnsembleModel,
  { data, horizon_h, acceleration }: HeldOut,
): Promise<Float64Array> {
  const { card } = model;
  const own_h = (card.horizon_h ?? USUAL_HORIZON_H) * (card.acceleration ?? 1);
  const ratio = (horizon_h * acceleration) / own_h;
  const rows = await inputsOf(card, '')(Float64Array.from(data.rows));
  return trainedProbability(model, rows).map((p) => withExposure(p, ratio));
}

function priorProbability({ data, horizon_h, acceleration }: HeldOut): Float64Array {
  const { prior_probability } = priorOf(data.rows, assumedTable(data.labels.length), horizon_h);
  return prior_probability.map((p) => withExposure(p, acceleration));
}
