import type { Network } from '../contract';
import { builtinNetwork } from './builtin';
import { generateFeeders } from './feeders';
import { readNetworkFile } from './files';
import { generateNetwork } from './generate';

/** Where a network comes from. */
export type NetworkChoice =
  | { source: 'builtin'; name: string }
  | { source: 'generated'; num_nodes: number; num_generators: number; seed: number }
  | { source: 'feeders'; num_nodes: number; num_feeders?: number; seed: number }
  | { source: 'file'; file: string };

/** Loading as a worker service: a large file takes seconds to read and check. */
export interface NetworkLoader {
  load(choice: NetworkChoice): Promise<Network>;
}

export function openNetworkLoader(): NetworkLoader {
  return { load: loadNetwork };
}

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
      return readNetworkFile(choice.file);
  }
}
