import path from 'node:path';
import { READINGS } from '../contract';
import { type GridError, gridError, toGridError } from '../errors';
import { type AssetTable, assumedTable } from './cnaim/assets';
import { PRIOR_INFO } from './cnaim/info';
import { priorOf, USUAL_HORIZON_H } from './cnaim/prior';
import { FAILURE_TYPE_COUNT, failureTypeOf, writeMargins } from './failure-type';
import { infoOf } from './model/card';
import { fromFiles, type RiskModel, scoreRows, singleRows } from './model/model';
import { newestModel, readModelFiles, setAside } from './model/store';
import { type BoostingGraph, GRAPH_FILE, openGraph } from './onnx/graph';
import { loadOnnxRuntime } from './onnx/runtime';
import type { ModelNotUsed, ModelScores, ModelSource, RiskScorer, RiskScores } from './types';

/**
 * Opens the newest usable model. One that is corrupt is set aside, with a report, and the next newest is tried.
 * A graph in the models folder takes the place of the boosted trees; one that cannot be used is reported and left
 * where it is, and the trees serve.
 * @param load gives the optional onnxruntime-node
 * @throws GridError NOT_READY where no model is left, unless the source says that the prior serves then
 */
export async function openRiskScorer(
  source: ModelSource,
  context: { report(event: ModelNotUsed): void },
  load = loadOnnxRuntime,
): Promise<RiskScorer> {
  const { folder, files } = source;
  const model = files === undefined ? newestUsable(source, context.report) : fromFiles(files, '');
  if (model === null) return priorScorer();
  const graph = await usableGraph(folder, context.report, load);
  const { horizon_h = USUAL_HORIZON_H } = model.card;
  if (graph === null) {
    return {
      info: () => infoOf(model.card),
      score: (rows, assets) => withPrior(scoreRows(model, rows), rows, assets, horizon_h),
    };
  }
  return {
    info: () => infoOf(model.card, graph.sha256),
    score: async (rows, assets) => {
      const boosted = await graph.probability(singleRows(rows));
      return withPrior(scoreRows(model, rows, boosted), rows, assets, horizon_h);
    },
  };
}

function withPrior(
  scores: ModelScores,
  rows: Float64Array,
  assets: AssetTable = assumedTable(rows.length / READINGS.length),
  prior_horizon_h: number,
): RiskScores {
  const count = rows.length / READINGS.length;
  const failure_margins = new Float64Array(count * FAILURE_TYPE_COUNT);
  const failure_matches = Uint8Array.from({ length: count }, (_, row) =>
    writeMargins(rows, row, failure_margins),
  );
  return {
    ...scores,
    ...priorOf(rows, assets, prior_horizon_h),
    prior_horizon_h,
    failure_margins,
    failure_matches,
  };
}

/** Without a trained model: the methodology's probability, and no word on what only a model can say. */
function priorScorer(): RiskScorer {
  return {
    info: () => PRIOR_INFO,
    score: (rows, assets) => {
      const count = singleRows(rows).length / READINGS.length;
      const unknown = () => new Float64Array(count).fill(Number.NaN);
      const nothing: ModelScores = {
        failure_probability: unknown(),
        anomaly_score: unknown(),
        gradient_boosting: unknown(),
        random_forest: unknown(),
        isolation_forest: unknown(),
        failure_type: Uint8Array.from({ length: count }, (_, row) =>
          failureTypeOf(rows, row * READINGS.length),
        ),
      };
      const scores = withPrior(nothing, rows, assets, USUAL_HORIZON_H);
      return { ...scores, failure_probability: scores.prior_probability.slice() };
    },
  };
}

async function usableGraph(
  folder: string,
  report: (event: ModelNotUsed) => void,
  load: typeof loadOnnxRuntime,
): Promise<BoostingGraph | null> {
  try {
    return await openGraph(folder, load);
  } catch (thrown) {
    report({ not_used: GRAPH_FILE, problem: toGridError(thrown).fault });
    return null;
  }
}

/** null where there is none and the prior serves. */
function newestUsable(
  { folder, orPrior = false }: ModelSource,
  report: (event: ModelNotUsed) => void,
): RiskModel | null {
  const none = (): null => {
    if (orPrior) return null;
    throw noModel(folder);
  };
  for (;;) {
    const place = newestModel(folder);
    if (place === null) return none();
    try {
      return fromFiles(readModelFiles(place), `${place}${path.sep}`);
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.code !== 'INVALID_MODEL') throw error;
      const now = setAside(place);
      report({ set_aside: now, problem: error.fault });
      if (now === null) return none();
    }
  }
}

function noModel(folder: string): GridError {
  return gridError('NOT_READY', {
    at: folder,
    got: 'no usable risk model',
    allowed: 'a folder ID-vN with a model card',
    remedy: 'Train one',
  });
}
