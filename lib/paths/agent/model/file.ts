/** The agent's file: JSON with the weights as base64 of little-endian 32-bit floats. */
import { gridError } from '../../../errors';
import type { Grid } from '../../../grid';
import { Encoder } from '../encoder';
import type { SpaceKind } from '../spaces';
import { HIDDEN } from '../value-network';
import { fingerprintOf } from './fingerprint';
import { type AgentModel, MOST_KNOWN } from './model';

const FORMAT = 'gridloom-agent';
const VERSION = 1;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Trained weights are about 1; far beyond that values would overflow. */
const LARGEST_WEIGHT = 1e6;

interface AgentFile {
  format: string;
  version: number;
  network: { id: string; sha256: string };
  kind: SpaceKind;
  scale_mw: number;
  state_size: number;
  option_size: number;
  hidden: readonly number[];
  /** Ids of the branches that are open, a list a configuration, the most frequent first. */
  library: string[][];
  weights: string;
}

/** `free` as in ConfigurationSpace. */
export function writeAgentFile(grid: Grid, kind: SpaceKind, free: Uint8Array, model: AgentModel): string {
  const { network } = grid;
  const { stateSize, optionSize } = new Encoder(grid, free, model.scale_mw);
  const bytes = new DataView(new ArrayBuffer(4 * model.weights.length));
  for (const [k, weight] of model.weights.entries()) bytes.setFloat32(4 * k, weight, true);
  const file: AgentFile = {
    format: FORMAT,
    version: VERSION,
    network: { id: network.id, sha256: fingerprintOf(network) },
    kind,
    scale_mw: model.scale_mw,
    state_size: stateSize,
    option_size: optionSize,
    hidden: HIDDEN,
    library: model.library.map((live) =>
      network.branches.filter((_, k) => live[k] === 0).map(({ id }) => id),
    ),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * The agent in a file's text. Throws INVALID_MODEL, naming the file and the field, and WRONG_GRID where it was trained
 * for another grid.
 */
export function readAgentFile(
  text: string,
  at: string,
  grid: Grid,
  kind: SpaceKind,
  free: Uint8Array,
): AgentModel {
  const file = parse(text, at);
  const check = (field: keyof AgentFile, holds: boolean, allowed: string): void => {
    if (!holds) throw gridError('INVALID_MODEL', { at: `${at}, ${field}`, got: file[field], allowed });
  };
  check('format', file.format === FORMAT, FORMAT);
  check('version', file.version === VERSION, String(VERSION));
  checkNetwork(file, at, grid);
  check('kind', file.kind === kind, kind);
  check('scale_mw', file.scale_mw > 0 && Number.isFinite(file.scale_mw), 'a number above 0');
  const { stateSize, optionSize } = new Encoder(grid, free, file.scale_mw);
  check('state_size', file.state_size === stateSize, String(stateSize));
  check('option_size', file.option_size === optionSize, String(optionSize));
  check('hidden', JSON.stringify(file.hidden) === JSON.stringify(HIDDEN), HIDDEN.join(', '));
  check('weights', typeof file.weights === 'string' && BASE64.test(file.weights), 'base64');
  const library = configurations(file, at, grid);
  const weights = floats(file.weights);
  const sizes = [stateSize + optionSize, ...HIDDEN, 2];
  const count = sizes.slice(1).reduce((sum, size, layer) => sum + size * (sizes[layer] + 1), 0);
  if (weights.length !== count || !weights.every((w) => Math.abs(w) <= LARGEST_WEIGHT)) {
    const got = `${weights.length} floats`;
    throw gridError('INVALID_MODEL', {
      at: `${at}, weights`,
      got,
      allowed: `${count} floats up to ${LARGEST_WEIGHT}`,
    });
  }
  return { scale_mw: file.scale_mw, library, weights };
}

function parse(text: string, at: string): AgentFile {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as AgentFile;
  } catch {
    // Told below.
  }
  throw gridError('INVALID_MODEL', {
    at,
    got: text,
    allowed: 'JSON as gridloom agent train writes it, whole',
  });
}

function checkNetwork(file: AgentFile, at: string, { network }: Grid): void {
  const { id, sha256 } = file.network ?? {};
  if (sha256 === fingerprintOf(network)) return;
  throw gridError('WRONG_GRID', {
    at: `${at}, network`,
    got: id,
    allowed: `an agent that was trained for "${network.id}" as it is now`,
    remedy: 'Train one with gridloom agent train',
  });
}

function configurations({ library }: AgentFile, at: string, grid: Grid): Uint8Array[] {
  const usable = Array.isArray(library) && library.length >= 1 && library.length <= MOST_KNOWN;
  if (!usable) {
    const allowed = `1 to ${MOST_KNOWN} configurations`;
    throw gridError('INVALID_MODEL', { at: `${at}, library`, got: library?.length, allowed });
  }
  return library.map((open: unknown, place) => {
    const refuse = (got: unknown, allowed: string): never => {
      throw gridError('INVALID_MODEL', { at: `${at}, library[${place}]`, got, allowed });
    };
    if (!Array.isArray(open) || open.length > grid.branchCount)
      return refuse(open, 'ids of the open branches');
    const live = new Uint8Array(grid.branchCount).fill(1);
    for (const id of open) {
      const branch = grid.branchIndex.get(id);
      if (branch === undefined || live[branch] === 0) return refuse(id, 'branches of the grid, each once');
      live[branch] = 0;
    }
    return live;
  });
}

function floats(base64: string): Float64Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % 4 !== 0) return new Float64Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 4 }, (_, k) => view.getFloat32(4 * k, true));
}
