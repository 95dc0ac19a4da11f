import { readFile, stat } from 'node:fs/promises';
import { type GridError, gridError } from '../errors';
import type { Grid } from '../grid';

/** A file beyond this is refused unread. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** What a file says of branches: the name of the figure in a list, in a word, and which values it may have. */
export interface BranchFigure {
  field: string;
  word: string;
  allowed: string;
  isAllowed(value: unknown): value is number;
}

/**
 * One figure per branch as a file gives it, in the order of the network's table; NaN for those that it does not name.
 * Throws UNREADABLE_FILE, WRONG_GRID for a file of another grid, and UNKNOWN_ELEMENT for a branch that the network does
 * not have.
 */
export async function readBranchValues(
  file: string,
  grid: Grid,
  figure: BranchFigure,
): Promise<Float64Array> {
  const { grid_id, entries } = entriesOf(file, await readJson(file, figure), figure);
  const { id: expected } = grid.network;
  if (grid_id !== undefined && grid_id !== expected) {
    throw gridError('WRONG_GRID', { at: `${file}: grid_id`, got: grid_id, allowed: `"${expected}"` });
  }
  const values = new Float64Array(grid.branchCount).fill(Number.NaN);
  for (const [at, id, value] of entries) {
    if (typeof id !== 'string') throw refusal(`${file}: ${at}`, id ?? null, formOf(figure));
    const branch = grid.branchIndex.get(id);
    if (branch === undefined) {
      throw gridError('UNKNOWN_ELEMENT', {
        at: `${file}: ${at}`,
        got: id,
        allowed: `an id among the ${grid.branchCount} branches of network "${expected}"`,
        remedy: 'Give a file of this grid',
      });
    }
    if (!figure.isAllowed(value)) throw refusal(`${file}: ${at} "${id}"`, value, figure.allowed);
    if (!Number.isNaN(values[branch])) throw refusal(`${file}: ${at}`, id, 'each branch once');
    values[branch] = value;
  }
  return values;
}

function formOf({ field, word }: BranchFigure): string {
  return (
    `JSON: {"grid_id"?, "edges": {"<branch id>": ${word}}}, or a list of {"id", "${field}"} in place of edges or of ` +
    'the whole'
  );
}

async function readJson(file: string, figure: BranchFigure): Promise<unknown> {
  let text: string;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new Error('no regular file');
    if (found.size > MAX_FILE_BYTES) throw new Error(`${found.size} bytes, more than 64 MiB`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw refusal(file, (error as Error).message, 'a readable file');
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refusal(file, text, formOf(figure));
  }
}

/** Where an entry stands, the id that it names, and its figure. */
type Entry = readonly [at: string, id: unknown, value: unknown];

function entriesOf(
  file: string,
  value: unknown,
  figure: BranchFigure,
): { grid_id?: unknown; entries: Entry[] } {
  if (Array.isArray(value)) return { entries: listed(value, '', figure) };
  if (typeof value !== 'object' || value === null) throw refusal(file, value, formOf(figure));
  const { grid_id, edges } = value as { grid_id?: unknown; edges?: unknown };
  if (Array.isArray(edges)) return { grid_id, entries: listed(edges, 'edges', figure) };
  if (typeof edges !== 'object' || edges === null) throw refusal(`${file}: edges`, edges, formOf(figure));
  return { grid_id, entries: Object.entries(edges).map(([id, of]) => ['edges', id, of]) };
}

function listed(list: readonly unknown[], name: string, { field }: BranchFigure): Entry[] {
  return list.map((entry, index) => {
    const read = (entry ?? {}) as Record<string, unknown>;
    return [`${name}[${index}]`, read.id, read[field]];
  });
}

function refusal(at: string, got: unknown, allowed: string): GridError {
  return gridError('UNREADABLE_FILE', { at, got, allowed });
}
