import { gridError } from '../errors';
import type { Grid } from '../grid';

/** The row of an edge that a command names; throws UNKNOWN_ELEMENT with examples. */
export function edgeOf(grid: Grid, id: string): number {
  return known('edge', id, grid.branchIndex);
}

/** The row of a node that a command names; throws UNKNOWN_ELEMENT with examples. */
export function nodeOf(grid: Grid, id: string): number {
  return known('node', id, grid.busIndex);
}

function known(kind: 'node' | 'edge', id: string, index: ReadonlyMap<string, number>): number {
  const found = index.get(id);
  if (found !== undefined) return found;
  const examples = [...index.keys()].slice(0, 12).join(', ');
  const allowed = index.size > 12 ? `${examples}, … (${index.size} in all)` : examples;
  throw gridError('UNKNOWN_ELEMENT', { at: `command.${kind}`, got: id, allowed });
}
