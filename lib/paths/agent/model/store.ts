/** An agent's folder: written under another name and renamed when it is whole. Synchronous: for worker threads. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gridError } from '../../../errors';

export const AGENT_FILE = 'agent.json';
export const CARD_FILE = 'card.json';
export const GRAPH_FILE = 'agent.onnx';
/** An agent for the largest grid that one is trained for has less. */
const MOST_BYTES = 64 * 1024 * 1024;

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Throws INVALID_SETTING where the folder holds something that is no agent, FOLDER_NOT_WRITABLE. */
export function checkAgentFolder(folder: string): void {
  if (!existsSync(folder)) {
    tryOut(folder);
    return;
  }
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    throw notWritable(folder, error);
  }
  if (entries.length === 0 || entries.includes(AGENT_FILE)) return;
  throw gridError('INVALID_SETTING', {
    at: folder,
    got: `a folder with ${entries.slice(0, 3).join(', ')}`,
    allowed: 'a new or empty folder, or one with an agent, which is replaced',
  });
}

/** Before hours of training: whether something could be written beside it. */
function tryOut(folder: string): void {
  try {
    mkdirSync(path.dirname(path.resolve(folder)), { recursive: true });
    rmSync(mkdtempSync(`${path.resolve(folder)}.training-`), { recursive: true });
  } catch (error) {
    throw notWritable(folder, error);
  }
}

function notWritable(folder: string, error: unknown): Error {
  const got = (error as Error).message;
  return gridError('FOLDER_NOT_WRITABLE', { at: folder, got, allowed: 'a folder that can be written' });
}

/** Replaces the folder by these files. Throws as `checkAgentFolder`. */
export function saveAgent(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  checkAgentFolder(folder);
  let temporary: string | undefined;
  try {
    mkdirSync(path.dirname(path.resolve(folder)), { recursive: true });
    temporary = mkdtempSync(`${path.resolve(folder)}.training-`);
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(temporary, name), content);
    // As any folder is made; temporary ones are their owner's alone.
    chmodSync(temporary, 0o755);
    const old = `${temporary}.old`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(temporary, folder);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    throw notWritable(folder, error);
  }
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
