import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gridError } from '../../errors';
import { readOnnx } from '../../onnx';
import { ENSEMBLE_FORMAT, ENSEMBLE_VERSION, type EnsembleCard } from '../ensemble/card';
import { sha256 } from '../../folders';
import { checkFolder, saveEnsemble } from '../ensemble/folder';
import type { Imported } from '../exchange/imported';
import { importOnnxTrees } from '../exchange/onnx-trees';
import { importXgboost } from '../exchange/xgboost';
import type { ImportRequest, ImportSummary } from './types';

/** Of a file to import; it is held in memory. */
const LARGEST_BYTES = 256 * 1024 * 1024;

/**
 * Makes a model's folder of an XGBoost model.json or of an ONNX tree ensemble, told apart by their first byte.
 * @throws GridError UNREADABLE_FILE, INVALID_MODEL, and as `saveEnsemble`
 */
export function importModel(request: ImportRequest, software: string): ImportSummary {
  checkFolder(request.out);
  const bytes = readBytes(request.file);
  const name = path.basename(request.file);
  const imported = isJson(bytes)
    ? importXgboost(parse(bytes, name), name)
    : importOnnxTrees(readOnnx(bytes, name), name);
  const features = namesFor(imported, request.features);
  const { member, trees, source } = imported;
  const card = describe(imported, features, request, { software, hash: sha256(bytes), file: name });
  const smoothing = member === 'random_forest' ? { vote_smoothing: 0 } : {};
  saveEnsemble(request.out, { card, members: { [member]: trees, ...smoothing } });
  return { source, member, trees: trees.roots.length, nodes: trees.feature.length, features };
}

/** The column numbers stand in where the file has no names: rows are then found by place. */
function namesFor({ trees, names }: Imported, wanted: readonly string[] | undefined): string[] {
  const count = trees.feature_count;
  const found = wanted ?? names ?? Array.from({ length: count }, (_, k) => String(k + 1));
  if (found.length === count && new Set(found).size === count) return [...found];
  const allowed = `${count} different names, as many as the model has inputs`;
  throw gridError('INVALID_SETTING', { at: '--features', got: `${found.length} names`, allowed });
}

function describe(
  { member, trees, source }: Imported,
  names: readonly string[],
  { imported_at }: ImportRequest,
  origin: { software: string; hash: string; file: string },
): EnsembleCard {
  return {
    format: ENSEMBLE_FORMAT,
    format_version: ENSEMBLE_VERSION,
    id: `import-${origin.hash.slice(0, 12)}`,
    trained_on: 'unknown',
    trained_at: imported_at,
    horizon: 'unknown',
    target: 'unknown',
    features: names.map((name) => ({ name, kind: 'number' })),
    derived: [],
    left_out: [],
    software: `${origin.software}, imported from ${source}`,
    seed: 0,
    data: { file: origin.file, rows: 0, failures: 0, sha256: origin.hash },
    members: { [member]: { trees: trees.roots.length } },
    combination: {
      rule: 'failure_probability as the imported model gives it',
      pools: [{ offset: 0, weights: { [member]: 1 } }],
      ...(member === 'random_forest' && { vote_smoothing: 0 }),
    },
    thresholds: { f1: 0.5 },
    metrics: null,
    not_good_for: [
      'Statements about its quality: nothing was measured here. gridloom risk evaluate does that.',
    ],
    files: {},
  };
}

function readBytes(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > LARGEST_BYTES) throw new Error(`${size} bytes`);
    return readFileSync(file);
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: `a file that can be read, up to ${LARGEST_BYTES} bytes`,
    });
  }
}

function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 32);
  return first === '{'.charCodeAt(0);
}

function parse(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw gridError('INVALID_MODEL', { at: file, got: (error as Error).message, allowed: 'JSON, whole' });
  }
}
