import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts a file in the place of the one before, which is there until the new one is on the disk, whenever the process or
 * the machine stops. Not for two writers of one file. Throws what the file system throws; the old file is then as it was.
 */
export async function writeDurably(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const folder = path.dirname(file);
  const written = `${file}.new`;
  await mkdir(folder, { recursive: true });
  try {
    const handle = await open(written, 'w', 0o600);
    try {
      for (const part of parts) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(written, file);
  } catch (error) {
    await rm(written, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** What was renamed or made in a folder outlasts a power failure after this. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
