/** An agent's folder. Synchronous: for worker threads. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gridError } from '../../../errors';
import { checkReplaceable, replaceFolder, sha256, tryFolder } from '../../../folders';

export const AGENT_FILE = 'agent.json';
export const CARD_FILE = 'card.json';
export const GRAPH_FILE = 'agent.onnx';
/** An agent for the largest grid that one is trained for has less. */
const MOST_BYTES = 64 * 1024 * 1024;

const KIND = { what: 'an agent', mark: AGENT_FILE };

/** Before hours of training. Throws INVALID_SETTING where the folder holds something that is no agent, FOLDER_NOT_WRITABLE. */
export function checkAgentFolder(folder: string): void {
  checkReplaceable(folder, KIND);
  if (!existsSync(folder)) tryFolder(folder);
}

/** Replaces the folder by these files. Throws as `checkAgentFolder`. */
export function saveAgent(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  replaceFolder(folder, files, KIND);
}

/** The text of an agent's file. Throws INVALID_MODEL where it is absent, too large, or not what the card says. */
export function readAgentText(folder: string): { text: string; file: string } {
  const file = path.join(folder, AGENT_FILE);
  let text: string;
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MOST_BYTES) throw new Error(`${bytes.length} bytes, more than 64 MiB`);
    text = bytes.toString('utf8');
  } catch (error) {
    const got = (error as Error).message;
    throw gridError('INVALID_MODEL', { at: file, got, allowed: 'an agent of gridloom agent train' });
  }
  const expected = hashInCard(path.join(folder, CARD_FILE));
  if (expected !== sha256(text)) {
    const allowed = `the SHA-256 that ${CARD_FILE} gives, ${expected ?? 'none'}`;
    throw gridError('INVALID_MODEL', { at: file, got: `SHA-256 ${sha256(text)}`, allowed });
  }
  return { text, file };
}

function hashInCard(file: string): string | undefined {
  try {
    const card = JSON.parse(readFileSync(file, 'utf8')) as { files?: Record<string, string> } | null;
    return card?.files?.[AGENT_FILE];
  } catch (error) {
    throw gridError('INVALID_MODEL', { at: file, got: (error as Error).message, allowed: 'JSON, whole' });
  }
}
