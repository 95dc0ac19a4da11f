/**
 * Folders that are replaced as one: written under another name and renamed when they are whole. Synchronous: for worker
 * threads.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gridError } from '../errors';

/** What a folder of this kind is called, and the file that it is known by. */
export interface FolderKind {
  /** Such as "an agent". */
  readonly what: string;
  readonly mark: string;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Throws INVALID_SETTING where the folder holds something of another kind, FOLDER_NOT_WRITABLE where it cannot be read. */
export function checkReplaceable(folder: string, { what, mark }: FolderKind): void {
  if (!existsSync(folder)) return;
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    throw notWritable(folder, error);
  }
  if (entries.length === 0 || entries.includes(mark)) return;
  throw gridError('INVALID_SETTING', {
    at: folder,
    got: `a folder with ${entries.slice(0, 3).join(', ')}`,
    allowed: `a new or empty folder, or one with ${what}, which is replaced`,
  });
}

/** Whether something could be written beside the folder, before hours of work for it. Throws FOLDER_NOT_WRITABLE. */
export function tryFolder(folder: string): void {
  try {
    rmSync(beside(folder), { recursive: true });
  } catch (error) {
    throw notWritable(folder, error);
  }
}

/** Replaces the folder by these files. Throws as `checkReplaceable` and `tryFolder`. */
export function replaceFolder(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  kind: FolderKind,
): void {
  checkReplaceable(folder, kind);
  const place = path.resolve(folder);
  let temporary: string | undefined;
  try {
    temporary = beside(place);
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(temporary, name), content);
    // As any folder is made; temporary ones are their owner's alone.
    chmodSync(temporary, 0o755);
    const old = `${temporary}.old`;
    if (existsSync(place)) renameSync(place, old);
    renameSync(temporary, place);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    throw notWritable(folder, error);
  }
}

function beside(folder: string): string {
  const place = path.resolve(folder);
  mkdirSync(path.dirname(place), { recursive: true });
  return mkdtempSync(`${place}.training-`);
}

function notWritable(folder: string, error: unknown): Error {
  const got = (error as Error).message;
  return gridError('FOLDER_NOT_WRITABLE', { at: folder, got, allowed: 'a folder that can be written' });
}
