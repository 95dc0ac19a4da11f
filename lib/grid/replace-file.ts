import { type FileHandle, mkdtemp, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { GridError, gridError } from '../errors';

/**
 * Writes beside a file and puts what was written in its place, so that the file is the old one or the new one and never a
 * part. A file that is there keeps its mode; where it is a link, the file that it leads to is replaced. Throws
 * FOLDER_NOT_WRITABLE, and what `write` throws of Gridloom's own.
 */
export async function replaceFile(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  let folder: string | undefined;
  try {
    const { place, mode } = await placeOf(file);
    folder = await mkdtemp(path.join(path.dirname(place), '.gridloom-'));
    const written = path.join(folder, path.basename(place));
    const handle = await open(written, 'wx');
    try {
      await write(handle);
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(written, place);
  } catch (error) {
    if (error instanceof GridError) throw error;
    throw gridError('FOLDER_NOT_WRITABLE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a file in a folder that can be written',
    });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** What is to be replaced, and its mode where it is there. A device or a pipe is none to put a file in place of. */
async function placeOf(file: string): Promise<{ place: string; mode?: number }> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return { place: file };
  if (!found.isFile()) throw new Error(found.isDirectory() ? 'a folder' : 'no regular file');
  return { place: await realpath(file), mode: found.mode & 0o777 };
}
