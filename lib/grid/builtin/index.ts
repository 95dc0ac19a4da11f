/** The networks that come with the package, by name. */
import type { Network } from '../../contract';
import { gridError } from '../../errors';
import { ieee14 } from './ieee14';
import { ieee33 } from './ieee33';
import { ieee69 } from './ieee69';
import { riverside } from './riverside';

const BUILTIN: Readonly<Record<string, Network>> = { riverside, ieee14, ieee33, ieee69 };

export const BUILTIN_NAMES: readonly string[] = Object.keys(BUILTIN);

/** Throws INVALID_SETTING where no network has the name. */
export function builtinNetwork(name: string): Network {
  if (!Object.hasOwn(BUILTIN, name)) {
    throw gridError('INVALID_SETTING', { at: 'network', got: name, allowed: BUILTIN_NAMES.join(', ') });
  }
  return BUILTIN[name];
}
