import type { EdgeChoice } from '../../contract';
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { Random } from '../../random';

/** What rules look at, one value an edge. */
export interface EdgeView {
  loading: Float64Array;
  age_years: Float64Array;
}

/** Rows of the edges that are chosen. Throws UNKNOWN_ELEMENT for an id that the grid does not have. */
export function chooseEdges(grid: Grid, choice: EdgeChoice, view: EdgeView, random: Random): number[] {
  if (Array.isArray(choice)) return choice.map((id) => knownEdge(grid, id));
  const { rule, count = 1, share } = choice;
  const wanted = share === undefined ? count : Math.round(share * grid.branchCount);
  const rows = [...grid.from.keys()];
  if (rule === 'random') {
    // The first places of a shuffle (R. Durstenfeld, Comm. ACM 7(7), 1964).
    for (let k = 0; k < Math.min(wanted, rows.length); k++) {
      const other = k + random.below(rows.length - k);
      [rows[k], rows[other]] = [rows[other], rows[k]];
    }
  } else {
    const rank = rule === 'oldest' ? view.age_years : view.loading;
    rows.sort((a, b) => rank[b] - rank[a] || a - b);
  }
  return rows.slice(0, wanted);
}

/** Throws UNKNOWN_ELEMENT. */
export function knownEdge(grid: Grid, id: string): number {
  const row = grid.branchIndex.get(id);
  if (row !== undefined) return row;
  throw gridError('UNKNOWN_ELEMENT', {
    at: 'scenario.events: edges',
    got: id,
    allowed: `an id among the ${grid.branchCount} branches of network "${grid.network.id}"`,
  });
}
