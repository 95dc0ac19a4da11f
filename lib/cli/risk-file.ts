import { readFile, stat } from 'node:fs/promises';
import { type GridError, gridError } from '../errors';
import type { Grid } from '../grid';

/** A risk file beyond this is refused unread. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

const ALLOWED =
  'JSON: {"grid_id"?, "edges": {"<branch id>": probability}}, or a list of {"id", "failure_probability"} in place of ' +
  'edges or of the whole';

/** Failure probabilities as a file gives them. */
export interface RiskFile {
  /** Per branch, in the order of the network's table; 0 for those that the file does not name. */
  failure_probability: Float64Array;
  /** Branches that it names. */
  named: number;
}

/**
 * Reads the failure probabilities of a network's branches; also what GET /api/grid/risk answers. Throws UNREADABLE_FILE,
 * WRONG_GRID for a file of another grid, and UNKNOWN_ELEMENT for a branch that the network does not have.
 */
export async function readRiskFile(file: string, grid: Grid): Promise<RiskFile> {
  const { grid_id, entries } = entriesOf(file, await readJson(file));
  const { id: expected } = grid.network;
  if (grid_id !== undefined && grid_id !== expected) {
    throw gridError('WRONG_GRID', { at: `${file}: grid_id`, got: grid_id, allowed: `"${expected}"` });
  }
  const failure_probability = new Float64Array(grid.branchCount).fill(Number.NaN);
  for (const [at, id, probability] of entries) {
    if (typeof id !== 'string') throw refusal(`${file}: ${at}`, id ?? null, ALLOWED);
    const branch = grid.branchIndex.get(id);
    if (branch === undefined) {
      throw gridError('UNKNOWN_ELEMENT', {
        at: `${file}: ${at}`,
        got: id,
        allowed: `an id among the ${grid.branchCount} branches of network "${expected}"`,
        remedy: 'Give the risks of this grid',
      });
    }
    if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
      throw refusal(`${file}: ${at} "${id}"`, probability, 'a probability from 0 to 1');
    }
    if (!Number.isNaN(failure_probability[branch])) throw refusal(`${file}: ${at}`, id, 'each branch once');
    failure_probability[branch] = probability;
  }
  for (const [k, p] of failure_probability.entries()) if (Number.isNaN(p)) failure_probability[k] = 0;
  return { failure_probability, named: entries.length };
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new Error('no regular file');
    if (found.size > MAX_FILE_BYTES) throw new Error(`${found.size} bytes, more than 64 MiB`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw refusal(file, (error as Error).message, 'a readable risk file');
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refusal(file, text, ALLOWED);
  }
}

/** Where an entry stands, the id that it names, and its probability. */
type Entry = readonly [at: string, id: unknown, probability: unknown];

function entriesOf(file: string, value: unknown): { grid_id?: unknown; entries: Entry[] } {
  if (Array.isArray(value)) return { entries: listed(value, '') };
  if (typeof value !== 'object' || value === null) throw refusal(file, value, ALLOWED);
  const { grid_id, edges } = value as { grid_id?: unknown; edges?: unknown };
  if (Array.isArray(edges)) return { grid_id, entries: listed(edges, 'edges') };
  if (typeof edges !== 'object' || edges === null) throw refusal(`${file}: edges`, edges, ALLOWED);
  return { grid_id, entries: Object.entries(edges).map(([id, probability]) => ['edges', id, probability]) };
}

function listed(list: readonly unknown[], name: string): Entry[] {
  return list.map((entry, index) => {
    const { id, failure_probability } = (entry ?? {}) as { id?: unknown; failure_probability?: unknown };
    return [`${name}[${index}]`, id, failure_probability];
  });
}

function refusal(at: string, got: unknown, allowed: string): GridError {
  return gridError('UNREADABLE_FILE', { at, got, allowed });
}
