import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { NodeAPI, NodeDef } from 'node-red';
import { ABANDONED_MS, sweepFolders } from '../lib/keeping';

/** A node's setting: kept where nothing is said. */
export interface Keeping {
  keepState?: boolean;
}

let swept = false;

/**
 * The folder of what a node keeps, below Node-RED's user directory; none where there is no such directory, or where it is
 * to keep nothing: what it kept before is then removed. No export of a flow carries it.
 */
export function stateFolder(RED: NodeAPI, id: string, { keepState = true }: Keeping): string | undefined {
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined) return undefined;
  const root = path.resolve(userDir, 'gridloom');
  if (!swept) sweepOnce(RED, root);
  const folder = path.join(root, id);
  if (keepState) return folder;
  void removeState(folder);
  return undefined;
}

/** Of a node that was deleted. */
export async function removeState(folder: string | undefined): Promise<void> {
  // What cannot be removed is swept later.
  if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** When all flows are known, once a process. The id of a node in a subflow is that of each instance, a dash, and its own. */
function sweepOnce(RED: NodeAPI, root: string): void {
  swept = true;
  RED.events.once('flows:started', () => {
    const known = new Set<string>();
    RED.nodes.eachNode(({ id }: NodeDef) => known.add(id));
    const isKnown = (name: string): boolean =>
      known.has(name) || name.split('-').every((id) => known.has(id));
    void sweepFolders(root, isKnown, Date.now() - ABANDONED_MS);
  });
}
