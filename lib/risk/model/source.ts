import path from 'node:path';
import { READINGS } from '../../contract';
import { gridError, toGridError } from '../../errors';
import type { ModelNotUsed, ModelSource } from '../types';
import { type EnsembleModel, fromTexts, type ModelFiles } from '../ensemble/files';
import { type Inputs, inputsOf } from '../ensemble/inputs';
import { newestModel, readModelFiles, setAside } from './store';

/** A model with the folder that it was read from; null where it lives in memory or comes with the package. */
export interface Opened {
  model: EnsembleModel;
  folder: string | null;
}

/**
 * The model that a source stands for: the files that it holds, else the newest usable one of the models folder, else the one
 * that comes with the package. A corrupt one of the models folder is set aside, with a report, and the next newest is
 * tried; the package's own is reported and left alone. Null where there is none.
 */
export function openModel(source: ModelSource, report: (event: ModelNotUsed) => void): Opened | null {
  if (source.files !== undefined) return { model: modelOf(source.files, ''), folder: null };
  return newestUsable(source.folder, report) ?? openShipped(source, report);
}

/** The model to compare with, without setting anything aside: whoever serves it does that, and tells. */
export async function peekModel({ folder, files, shipped }: ModelSource): Promise<EnsembleModel | null> {
  if (files !== undefined) return modelOf(files, '');
  for (const place of [newestModel(folder), shipped === undefined ? null : newestModel(shipped)]) {
    if (place === null) continue;
    try {
      const model = modelOf(readModelFiles(place), `${place}${path.sep}`);
      await tryInputs(inputsOf(model.card, place));
      return model;
    } catch (thrown) {
      const { code } = toGridError(thrown);
      if (code !== 'INVALID_MODEL' && code !== 'INVALID_SETTING') throw thrown;
    }
  }
  return null;
}

/** @throws GridError INVALID_SETTING where inputs cannot be computed here, as the optional package jsonata lacks */
export async function tryInputs(inputs: Inputs): Promise<void> {
  await inputs(new Float64Array(READINGS.length));
}

/** A whole model whose inputs are made of readings; INVALID_MODEL otherwise. */
function modelOf(files: ModelFiles, place: string): EnsembleModel {
  const model = fromTexts(files, place);
  inputsOf(model.card, place);
  return model;
}

function newestUsable(folder: string, report: (event: ModelNotUsed) => void): Opened | null {
  for (;;) {
    const place = newestModel(folder);
    if (place === null) return null;
    try {
      return { model: modelOf(readModelFiles(place), `${place}${path.sep}`), folder: place };
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.code !== 'INVALID_MODEL') throw error;
      const now = setAside(place);
      report({ set_aside: now, problem: error.fault });
      if (now === null) return null;
    }
  }
}

/** The model that comes with the package; null where the source names none, or it is broken, which is reported. */
export function openShipped({ shipped }: ModelSource, report: (event: ModelNotUsed) => void): Opened | null {
  const place = shipped === undefined ? null : newestModel(shipped);
  if (place === null) return null;
  try {
    return { model: modelOf(readModelFiles(place), `${place}${path.sep}`), folder: null };
  } catch (thrown) {
    report({ shipped: place, problem: toGridError(thrown).fault });
    return null;
  }
}

export function noModel(folder: string) {
  return gridError('NOT_READY', {
    at: folder,
    got: 'no usable risk model',
    allowed: 'a folder ID-vN with a model card',
    remedy: 'Train one',
  });
}
