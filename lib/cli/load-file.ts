import type { Network } from '../contract';
import { builtinNetwork, readNetworkFile } from '../grid';

const BUILTIN = 'builtin:';

/** The network of a file, or of a name such as `builtin:ieee33`; checked. */
export async function loadFile(file: string): Promise<Network> {
  if (file.startsWith(BUILTIN)) return builtinNetwork(file.slice(BUILTIN.length));
  return readNetworkFile(file);
}
