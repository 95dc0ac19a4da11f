/** A model's folder. Synchronous: for worker threads. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gridError } from '../../errors';
import { checkReplaceable, replaceFolder } from '../../folders';
import { CARD_FILE } from './card';
import { type EnsembleModel, fromFiles, toFiles } from './files';

/** Of one file; it is read as one text. */
const MOST_BYTES = 256 * 1024 * 1024;

const KIND = { what: 'a model', mark: CARD_FILE };

/** @throws GridError INVALID_SETTING where the folder holds something that is no model, FOLDER_NOT_WRITABLE */
export function checkFolder(folder: string): void {
  checkReplaceable(folder, KIND);
}

/** Replaces the folder by this model in one step. Throws as `checkFolder`. */
export function saveEnsemble(folder: string, model: EnsembleModel): void {
  replaceFolder(folder, toFiles(model), KIND);
}

/** @throws GridError INVALID_MODEL, naming the file and what is wrong */
export function readEnsemble(folder: string): EnsembleModel {
  return fromFiles((file) => readText(path.join(folder, file)), path.join(folder, path.sep));
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size <= MOST_BYTES) return readFileSync(file, 'utf8');
    throw new Error(`${size} bytes`);
  } catch (error) {
    throw gridError('INVALID_MODEL', {
      at: file,
      got: (error as Error).message,
      allowed: 'a file of a model that Gridloom wrote, up to 256 MiB',
    });
  }
}
