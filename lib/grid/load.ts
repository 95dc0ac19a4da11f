import type { Network } from '../contract';
import { gridError } from '../errors';
import { ieee33 } from './builtin/ieee33';
import { riverside } from './builtin/riverside';
import { readNetworkFile } from './files';
import { generateNetwork } from './generate';

/** Where a network comes from. */
export type NetworkChoice =
  | { source: 'builtin'; name: string }
  | { source: 'generated'; num_nodes: number; num_generators: number; seed: number }
  | { source: 'file'; file: string };

const BUILTIN: Record<string, Network> = { riverside, ieee33 };

/** The network of the choice, checked. Throws INVALID_SETTING, UNREADABLE_FILE or INVALID_NETWORK. */
export async function loadNetwork(choice: NetworkChoice): Promise<Network> {
  switch (choice.source) {
    case 'builtin':
      return builtinNetwork(choice.name);
    case 'generated':
      return generateNetwork(choice);
    case 'file':
      return readNetworkFile(choice.file);
  }
}

export function builtinNetwork(name: string): Network {
  const network = Object.hasOwn(BUILTIN, name) ? BUILTIN[name] : undefined;
  if (network === undefined) {
    throw gridError('INVALID_SETTING', {
      at: 'network',
      got: name,
      allowed: Object.keys(BUILTIN).join(', '),
    });
  }
  return network;
}
