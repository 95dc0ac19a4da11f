import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gridError } from '../../errors';
import { MODEL_FILES, type ModelFiles } from '../ensemble/files';

/**
 * A models folder holds one folder a model, `ID-vN`. The newest version counts. A model is written beside the others
 * under a temporary name and renamed when it is whole, so nobody ever meets half of one, and two writers take
 * different versions. Synchronous: it runs in worker threads only.
 */
const MODEL_NAME = /^(.+)-v(\d{1,9})(\.corrupt|\.withdrawn)?$/;
/** Models that training named; others are the user's, and are never removed. */
const TRAINED_HERE = /^(sim|flow)-\d+-v/;
const TEMPORARY = '.training-';

/** Models, and models set aside, that are kept; older ones are removed. */
const KEPT = 3;
const ATTEMPTS = 20;
const HOUR_MS = 3_600_000;

interface Entry {
  name: string;
  version: number;
  /** Corrupt, or withdrawn by the user: out of use. */
  aside: boolean;
}

/** The newest model's folder, or null where there is none. */
export function newestModel(folder: string): string | null {
  const newest = modelsOf(folder).find((entry) => !entry.aside);
  return newest === undefined ? null : path.join(folder, newest.name);
}

/** The files of a model that are there; which have to be is the model's own knowledge. */
export function readModelFiles(modelFolder: string): ModelFiles {
  const files: Record<string, string> = {};
  for (const file of MODEL_FILES) {
    try {
      files[file] = readFileSync(path.join(modelFolder, file), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw unreadable(path.join(modelFolder, file), error);
    }
  }
  return files;
}

/**
 * Saves a model under the next free version and removes the oldest.
 * @param write gives the files for a version
 * @returns the model's folder
 * @throws GridError FOLDER_NOT_WRITABLE, naming the folder
 */
export function saveModel(folder: string, id: string, write: (version: number) => ModelFiles): string {
  let temporary: string | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    temporary = mkdtempSync(path.join(folder, TEMPORARY));
    const saved = writeAndRename(folder, id, temporary, write);
    tidy(folder, saved);
    return saved;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    throw gridError('FOLDER_NOT_WRITABLE', {
      at: folder,
      got: (error as Error).message,
      allowed: 'a folder that can be written',
      remedy: "Set risk-predict's folder, or riskPredictModelsFolder in settings.js, to one",
    });
  }
}

/** The version that a model saved now would get. */
function nextVersion(folder: string): number {
  return Math.max(0, ...entriesOf(folder).map((entry) => entry.version)) + 1;
}

/** Takes a model out of use: `NAME.corrupt`. Null where the folder does not let itself be renamed. */
export function setAside(modelFolder: string): string | null {
  try {
    renameSync(modelFolder, `${modelFolder}.corrupt`);
    return `${modelFolder}.corrupt`;
  } catch {
    return null;
  }
}

/** Takes a good model out of use, `NAME.withdrawn`: the one before it is then the newest. Throws FOLDER_NOT_WRITABLE. */
export function withdraw(modelFolder: string): string {
  try {
    renameSync(modelFolder, `${modelFolder}.withdrawn`);
    return `${modelFolder}.withdrawn`;
  } catch (error) {
    const allowed = 'a folder that can be renamed';
    throw gridError('FOLDER_NOT_WRITABLE', { at: modelFolder, got: (error as Error).message, allowed });
  }
}

function writeAndRename(
  folder: string,
  id: string,
  temporary: string,
  write: (version: number) => ModelFiles,
): string {
  for (let attempt = 1; ; attempt++) {
    const version = nextVersion(folder);
    for (const [file, text] of Object.entries(write(version)))
      writeFileSync(path.join(temporary, file), text);
    const target = path.join(folder, `${id}-v${version}`);
    try {
      renameSync(temporary, target);
      return target;
    } catch (error) {
      // Another writer was faster; what it wrote is seen at the next attempt.
      if (attempt === ATTEMPTS || nextVersion(folder) === version) throw error;
    }
  }
}

/** Removes models beyond the kept ones, and what trainings that were cut off an hour ago or earlier left behind. */
function tidy(folder: string, saved: string): void {
  const entries = modelsOf(folder).filter(({ name }) => TRAINED_HERE.test(name));
  const old = [false, true].flatMap((aside) => entries.filter((e) => e.aside === aside).slice(KEPT));
  const now = statSync(saved).ctimeMs;
  const leftovers = readdirSync(folder).filter(
    (name) => name.startsWith(TEMPORARY) && now - mtimeOf(path.join(folder, name)) > HOUR_MS,
  );
  for (const name of [...old.map((entry) => entry.name), ...leftovers]) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function mtimeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

/** Newest first. A folder without any file of a model is somebody else's, whatever its name, and is let alone. */
function modelsOf(folder: string): Entry[] {
  return entriesOf(folder).filter(({ name }) =>
    MODEL_FILES.some((file) => existsSync(path.join(folder, name, file))),
  );
}

/** Everything that is named like a model, newest first. */
function entriesOf(folder: string): Entry[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw unreadable(folder, error);
  }
  return names
    .flatMap((name) => {
      const match = MODEL_NAME.exec(name);
      return match === null ? [] : [{ name, version: Number(match[2]), aside: match[3] !== undefined }];
    })
    .sort((a, b) => b.version - a.version || a.name.localeCompare(b.name));
}

function unreadable(at: string, error: unknown) {
  return gridError('UNREADABLE_FILE', {
    at,
    got: (error as Error).message,
    allowed: 'a file that can be read',
  });
}
