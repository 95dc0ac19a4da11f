/** Agents that come with the package, and agents in folders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Grid } from '../../../grid';
import { createSpace, spaceKindOf } from '../spaces';
import type { AgentCard } from './card';
import { readAgentFile } from './file';
import { fingerprintOf } from './fingerprint';
import type { AgentModel } from './model';
import { AGENT_FILE, CARD_FILE, readAgentText } from './store';

/** dist/lib/paths/agent/model → the package's root. */
const SHIPPED = path.resolve(__dirname, '../../../../../models/agents');

/** The folder of the agent that comes with the package for this grid as it is; null where there is none. */
export function shippedAgent({ network }: Grid): string | null {
  if (!existsSync(SHIPPED)) return null;
  const wanted = fingerprintOf(network);
  for (const name of readdirSync(SHIPPED)) {
    const folder = path.join(SHIPPED, name);
    if (!existsSync(path.join(folder, AGENT_FILE))) continue;
    if (readAgentCard(folder)?.network?.sha256 === wanted) return folder;
  }
  return null;
}

/** What an agent's card says of it; undefined where it has none that can be read. */
export function readAgentCard(folder: string): Partial<AgentCard> | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, CARD_FILE), 'utf8')) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The agent in a folder. Throws INVALID_MODEL, and WRONG_GRID where it was trained for another grid. */
export function loadAgent(folder: string, grid: Grid): AgentModel {
  const { text, file } = readAgentText(folder);
  return readAgentFile(text, file, grid, spaceKindOf(grid), createSpace(grid, 1).free);
}
