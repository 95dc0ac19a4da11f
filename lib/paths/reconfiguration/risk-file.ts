import { gridError, show } from '../../errors';
import type { Grid } from '../../grid';

/**
 * Failure probabilities of a grid's branches, out of what a risk file holds: `{"grid_id": ..., "edges": {"<id>": p}}`
 * with the first left out at will, or `[{"id": ..., "failure_probability": p}]`. Branches that are not named count as
 * sure to hold. Throws WRONG_GRID for another grid's id, UNKNOWN_ELEMENT for a branch that the grid does not have, and
 * INVALID_SETTING for anything else.
 */
export function readRiskFile(grid: Grid, content: unknown): Float64Array {
  const probability = new Float64Array(grid.branchCount);
  for (const [id, value] of entriesOf(grid, content)) {
    const branch = grid.branchIndex.get(id);
    if (branch === undefined) {
      throw gridError('UNKNOWN_ELEMENT', {
        at: 'the risk file',
        got: id,
        allowed: `one of the ${grid.branchCount} branches of "${grid.network.id}"`,
        remedy: 'Give the risk file of this grid',
      });
    }
    if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
      const allowed = 'a number from 0 to 1';
      throw gridError('INVALID_SETTING', { at: `the risk file, branch "${id}"`, got: value, allowed });
    }
    probability[branch] = value;
  }
  return probability;
}

function entriesOf(grid: Grid, content: unknown): [id: string, value: unknown][] {
  if (Array.isArray(content)) {
    return content.map((row, index) => {
      if (isObject(row) && typeof row.id === 'string') return [row.id, row.failure_probability];
      throw unreadable(`the risk file, entry ${index}`, row);
    });
  }
  if (!isObject(content) || !isObject(content.edges)) throw unreadable('the risk file', content);
  if (content.grid_id !== undefined && content.grid_id !== grid.network.id) {
    throw gridError('WRONG_GRID', { at: 'the risk file', got: content.grid_id, allowed: grid.network.id });
  }
  return Object.entries(content.edges);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(at: string, got: unknown): Error {
  const allowed = '{"edges": {"<branch id>": probability}} or [{"id", "failure_probability"}]';
  return gridError('INVALID_SETTING', { at, got: show(got), allowed });
}
