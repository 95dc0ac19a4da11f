import { readFile, stat } from 'node:fs/promises';
import { gridError } from '../../errors';

/** A file beyond this is refused unread. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The text of a regular file of up to 64 MiB. Throws UNREADABLE_FILE. */
export async function readTextFile(file: string): Promise<string> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new Error('no regular file');
    if (found.size > MAX_FILE_BYTES) throw new Error(`${found.size} bytes, more than 64 MiB`);
    return await readFile(file, 'utf8');
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a readable file',
    });
  }
}
