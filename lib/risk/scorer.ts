import path from 'node:path';
import { type GridError, gridError, toGridError } from '../errors';
import { infoOf } from './model/card';
import { fromFiles, type RiskModel, scoreRows, singleRows } from './model/model';
import { newestModel, readModelFiles, setAside } from './model/store';
import { type BoostingGraph, GRAPH_FILE, openGraph } from './onnx/graph';
import { loadOnnxRuntime } from './onnx/runtime';
import type { ModelNotUsed, ModelSource, RiskScorer } from './types';

/**
 * Opens the newest usable model. One that is corrupt is set aside, with a report, and the next newest is tried.
 * A graph in the models folder takes the place of the boosted trees; one that cannot be used is reported and left
 * where it is, and the trees serve.
 * @param load gives the optional onnxruntime-node
 * @throws GridError NOT_READY where no model is left
 */
export async function openRiskScorer(
  { folder, files }: ModelSource,
  context: { report(event: ModelNotUsed): void },
  load = loadOnnxRuntime,
): Promise<RiskScorer> {
  const model = files === undefined ? newestUsable(folder, context.report) : fromFiles(files, '');
  const graph = await usableGraph(folder, context.report, load);
  if (graph === null) return { info: () => infoOf(model.card), score: (rows) => scoreRows(model, rows) };
  return {
    info: () => infoOf(model.card, graph.sha256),
    score: async (rows) => scoreRows(model, rows, await graph.probability(singleRows(rows))),
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

function newestUsable(folder: string, report: (event: ModelNotUsed) => void): RiskModel {
  for (;;) {
    const place = newestModel(folder);
    if (place === null) throw noModel(folder);
    try {
      return fromFiles(readModelFiles(place), `${place}${path.sep}`);
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.code !== 'INVALID_MODEL') throw error;
      const now = setAside(place);
      report({ set_aside: now, problem: error.fault });
      if (now === null) throw noModel(folder);
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
