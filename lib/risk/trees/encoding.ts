import { gridError } from '../../errors';
import type { TreeEnsemble } from './ensemble';

const FORMAT = 'gridloom-trees';
/** Version 1 had no `cover`. */
const VERSION = 2;
const READABLE: readonly unknown[] = [1, VERSION];

const ARRAYS = {
  roots: Int32Array,
  feature: Int16Array,
  threshold: Float32Array,
  left: Int32Array,
  right: Int32Array,
  default_left: Uint8Array,
  value: Float32Array,
  cover: Float32Array,
} as const;
/** Not in every ensemble. */
const OPTIONAL: readonly string[] = ['cover'];

type ArrayName = keyof typeof ARRAYS;

/** Trees as text: JSON with every array as base64 of its little-endian bytes. */
export function encodeTrees(ensemble: TreeEnsemble): string {
  const arrays = Object.keys(ARRAYS).flatMap((name) => {
    const array = ensemble[name as ArrayName];
    return array === undefined ? [] : [[name, base64(array)]];
  });
  const head = { format: FORMAT, version: VERSION, feature_count: ensemble.feature_count };
  return `${JSON.stringify({ ...head, ...Object.fromEntries(arrays) })}\n`;
}

function base64(array: Int32Array | Int16Array | Float32Array | Uint8Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
}

/**
 * The trees in a text of `encodeTrees`.
 * @throws GridError INVALID_MODEL, naming the file, where the text is not whole or the trees are not trees
 */
export function decodeTrees(text: string, file: string, featureCount: number): TreeEnsemble {
  const parsed = parseHead(text, file, featureCount);
  const arrays = Object.fromEntries(
    Object.entries(ARRAYS).flatMap(([name, Kind]) => {
      const coded = parsed[name];
      if (coded === undefined && OPTIONAL.includes(name)) return [];
      if (typeof coded !== 'string') refuse(file, `${name}`, coded, 'base64 text');
      const bytes = Uint8Array.from(Buffer.from(coded as string, 'base64'));
      if (bytes.length % Kind.BYTES_PER_ELEMENT !== 0) {
        refuse(file, name, `${bytes.length} bytes`, `a multiple of ${Kind.BYTES_PER_ELEMENT}`);
      }
      return [[name, new Kind(bytes.buffer)]];
    }),
  );
  const ensemble = { feature_count: featureCount, ...arrays } as TreeEnsemble;
  checkTrees(ensemble, file);
  return ensemble;
}

function parseHead(text: string, file: string, featureCount: number): Record<string, unknown> {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return refuse(file, 'its text', (error as Error).message, 'JSON, whole');
  }
  if (parsed?.format !== FORMAT) refuse(file, 'format', parsed?.format, FORMAT);
  if (!READABLE.includes(parsed.version)) refuse(file, 'version', parsed.version, READABLE.join(' or '));
  if (parsed.feature_count !== featureCount) {
    refuse(file, 'feature_count', parsed.feature_count, String(featureCount));
  }
  return parsed;
}

/** Every array is as long as the others, and every path ends: children stand behind their parent. */
function checkTrees(ensemble: TreeEnsemble, file: string): void {
  const { feature, left, right, roots, feature_count } = ensemble;
  const size = feature.length;
  for (const name of ['threshold', 'left', 'right', 'default_left', 'value'] as const) {
    const { length } = ensemble[name];
    if (length !== size) refuse(file, name, `${length} entries`, `${size}, one a node`);
  }
  const { cover } = ensemble;
  if (cover !== undefined && (cover.length !== size || !cover.every((weight) => weight >= 0))) {
    refuse(file, 'cover', `${cover.length} entries`, `${size} from 0, one a node`);
  }
  if (roots.length === 0) refuse(file, 'roots', 'no tree', 'at least one');
  for (const root of roots) if (root < 0 || root >= size) refuse(file, 'roots', root, `0 to ${size - 1}`);
  for (let node = 0; node < size; node++) {
    if (feature[node]! >= feature_count) {
      refuse(file, `feature of node ${node}`, feature[node], `below ${feature_count}`);
    }
    if (!Number.isFinite(ensemble.value[node]!) || Number.isNaN(ensemble.threshold[node]!)) {
      refuse(file, `value or threshold of node ${node}`, 'NaN or infinite', 'a finite number');
    }
    if (feature[node]! < 0) continue;
    for (const child of [left[node]!, right[node]!]) {
      if (child <= node || child >= size)
        refuse(file, `child of node ${node}`, child, `${node + 1} to ${size - 1}`);
    }
  }
}

function refuse(file: string, what: string, got: unknown, allowed: string): never {
  throw gridError('INVALID_MODEL', { at: `${file}, ${what}`, got, allowed });
}
