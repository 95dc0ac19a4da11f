/** Network files: read whole or not at all, written whole or not at all. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Network } from '../contract';
import { GridError, gridError } from '../errors';
import { type NetworkFormat, readNetworkText, writeNetworkText } from './formats';
import { replaceFile } from './replace-file';

/** A network file beyond this is refused unread. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * The network in a file, checked: the project's own JSON, a MATPOWER case file, or MATPOWER's tables as JSON.
 * Throws UNREADABLE_FILE or INVALID_NETWORK.
 */
export async function readNetworkFile(file: string): Promise<Network> {
  return readNetworkText(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  try {
    const found = await stat(file);
    // A pipe may never end, a device neither.
    if (!found.isFile()) throw refusal(file, found.isDirectory() ? 'a folder' : 'no regular file');
    const { size } = found;
    if (size > MAX_FILE_BYTES) {
      throw gridError('UNREADABLE_FILE', {
        at: file,
        got: `${size} bytes`,
        allowed: `at most ${MAX_FILE_BYTES}, which is 64 MiB`,
      });
    }
    const text = await readFile(file, 'utf8');
    if (text.includes('\0')) throw refusal(file, 'bytes that are no text');
    return text;
  } catch (error) {
    if (error instanceof GridError) throw error;
    throw refusal(file, (error as Error).message);
  }
}

function refusal(file: string, got: string): GridError {
  return gridError('UNREADABLE_FILE', { at: file, got, allowed: 'a readable text file' });
}

/** The form that a file's name asks for: a case file for `.m`, otherwise the project's own JSON. */
export function formatOfFile(file: string): NetworkFormat {
  return path.extname(file).toLowerCase() === '.m' ? 'matpower' : 'gridloom';
}

/** Writes the network whole or not at all, as `replaceFile` does. Throws FOLDER_NOT_WRITABLE, INVALID_NETWORK. */
export async function writeNetworkFile(
  network: Network,
  file: string,
  format: NetworkFormat = formatOfFile(file),
): Promise<void> {
  const text = writeNetworkText(network, format);
  await replaceFile(file, (handle) => handle.writeFile(text));
}
