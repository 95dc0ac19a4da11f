import path from 'node:path';
import { type GridError, gridError, toGridError } from '../errors';
import { infoOf } from './model/card';
import { fromFiles, type RiskModel, scoreRows } from './model/model';
import { newestModel, readModelFiles, setAside } from './model/store';
import type { ModelSetAside, ModelSource, RiskScorer } from './types';

/**
 * Opens the newest usable model. One that is corrupt is set aside, with a report, and the next newest is tried.
 * @throws GridError NOT_READY where no model is left
 */
export async function openRiskScorer(
  source: ModelSource,
  context: { report(event: ModelSetAside): void },
): Promise<RiskScorer> {
  const model = 'files' in source ? fromFiles(source.files, '') : newestUsable(source.folder, context.report);
  return {
    info: () => infoOf(model.card),
    score: (rows) => scoreRows(model, rows),
  };
}

function newestUsable(folder: string, report: (event: ModelSetAside) => void): RiskModel {
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
