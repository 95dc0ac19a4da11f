import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Removes the folders of owners that are gone and that nothing was written to for a time: those of flows that were deleted
 * while the process did not run. What cannot be removed stays.
 */
export async function sweepFolders(
  root: string,
  isKnown: (name: string) => boolean,
  oldest_ms: number,
): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || isKnown(entry.name)) continue;
    const folder = path.join(root, entry.name);
    const written = await stat(folder).catch(() => undefined);
    if (written === undefined || written.mtimeMs >= oldest_ms) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
