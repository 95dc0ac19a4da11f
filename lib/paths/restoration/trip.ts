import { gridError } from '../../errors';
import type { Grid } from '../../grid';

/** The tripped branches by index; `live` is 1 for those that can be. Throws UNKNOWN_ELEMENT and INVALID_SETTING. */
export function tripped({ branchIndex }: Grid, live: Uint8Array, ids: readonly string[]): Set<number> {
  if (ids.length === 0) {
    throw gridError('INVALID_SETTING', { at: 'trip', got: 'no branch', allowed: 'ids of closed branches' });
  }
  const found = new Set<number>();
  for (const id of ids) {
    const branch = branchIndex.get(id);
    if (branch === undefined) throw gridError('UNKNOWN_ELEMENT', { at: 'tripped branch', got: id });
    if (found.has(branch)) {
      throw gridError('INVALID_SETTING', { at: 'trip', got: id, allowed: 'each branch once' });
    }
    if (live[branch] === 0) {
      throw gridError('INVALID_SETTING', {
        at: `trip: branch "${id}"`,
        got: 'an open branch',
        allowed: 'closed branches',
        remedy: 'Nothing is lost by it: leave it out',
      });
    }
    found.add(branch);
  }
  return found;
}
