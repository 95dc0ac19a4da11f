import { readFile, stat } from 'node:fs/promises';
import { type Network, parseNetwork } from '../contract';
import { GridError, gridError } from '../errors';
import { builtinNetwork } from './builtin';
import { generateFeeders } from './feeders';
import { generateNetwork } from './generate';
import { checkNetwork } from './validate';

/** Where a network comes from. */
export type NetworkChoice =
  | { source: 'builtin'; name: string }
  | { source: 'generated'; num_nodes: number; num_generators: number; seed: number }
  | { source: 'feeders'; num_nodes: number; num_feeders?: number; seed: number }
  | { source: 'file'; file: string };

/** A network file beyond this is refused unread. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** The network of the choice, checked. Throws INVALID_SETTING, UNREADABLE_FILE or INVALID_NETWORK. */
export async function loadNetwork(choice: NetworkChoice): Promise<Network> {
  switch (choice.source) {
    case 'builtin':
      return builtinNetwork(choice.name);
    case 'generated':
      return generateNetwork(choice);
    case 'feeders':
      return generateFeeders(choice);
    case 'file':
      return readNetwork(choice.file);
  }
}

async function readNetwork(file: string): Promise<Network> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) {
      throw gridError('UNREADABLE_FILE', {
        at: file,
        got: `${size} bytes`,
        allowed: `at most ${MAX_FILE_BYTES}`,
      });
    }
    // Without the byte order mark that editors on Windows put first: JSON.parse refuses it.
    text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof GridError) throw error;
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a readable file',
    });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a JSON document',
    });
  }
  const network = parseNetwork(document);
  checkNetwork(network);
  return network;
}
