import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { NodeAPI } from 'node-red';

/** A node's setting: kept where nothing is said. */
export interface Keeping {
  keepState?: boolean;
}

/**
 * The folder of what a node keeps, below Node-RED's user directory; none where there is no such directory, or where it is
 * to keep nothing: what it kept before is then removed. No export of a flow carries it.
 */
export function stateFolder(RED: NodeAPI, id: string, { keepState = true }: Keeping): string | undefined {
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined) return undefined;
  const folder = path.resolve(userDir, 'gridloom', id);
  if (keepState) return folder;
  void removeState(folder);
  return undefined;
}

/** Of a node that was deleted. */
export async function removeState(folder: string | undefined): Promise<void> {
  // What cannot be removed is swept later.
  if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
