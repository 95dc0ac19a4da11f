import { existsSync } from 'node:fs';
import type { Network } from '../contract';
import { BUILTIN_NAMES, builtinNetwork, readNetworkFile } from '../grid';

const BUILTIN = 'builtin:';

/** The network of a file, or of a name such as `builtin:ieee33`, or `ieee33` where no file is called so; checked. */
export async function loadFile(file: string): Promise<Network> {
  if (file.startsWith(BUILTIN)) return builtinNetwork(file.slice(BUILTIN.length));
  if (BUILTIN_NAMES.includes(file) && !existsSync(file)) return builtinNetwork(file);
  return readNetworkFile(file);
}
