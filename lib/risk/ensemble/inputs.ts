import { READINGS } from '../../contract';
import { gridError } from '../../errors';
import { deriveColumns } from '../table/derive';
import { encodeRows } from '../table/encode';
import type { EnsembleCard } from './card';

/** From readings, n × 10 in the order of READINGS, to the rows of a model's inputs in 32-bit floats. */
export type Inputs = (rows: Float64Array) => Float32Array | Promise<Float32Array>;

/**
 * How a model's inputs are made of readings: picked, or derived by its own expressions, missing where these give no finite
 * number: one edge must not keep the others from being scored.
 * @throws GridError INVALID_MODEL where an input is none of the readings, nor derived from them
 */
export function inputsOf({ features, derived }: EnsembleCard, place: string): Inputs {
  checkInputs({ features, derived }, place);
  if (derived.length > 0) return (rows) => deriveInputs({ features, derived }, checkedRows(rows));
  const columns = features.map(({ name }) => READINGS.indexOf(name as (typeof READINGS)[number]));
  if (columns.length === READINGS.length && columns.every((column, k) => column === k))
    return (rows) => Float32Array.from(checkedRows(rows));
  return (rows) => pick(checkedRows(rows), columns);
}

function pick(rows: Float64Array, columns: readonly number[]): Float32Array {
  const count = rows.length / READINGS.length;
  const inputs = new Float32Array(count * columns.length);
  for (let row = 0; row < count; row++) {
    columns.forEach((column, k) => {
      inputs[row * columns.length + k] = rows[row * READINGS.length + column]!;
    });
  }
  return inputs;
}

async function deriveInputs(
  { features, derived }: Pick<EnsembleCard, 'features' | 'derived'>,
  rows: Float64Array,
): Promise<Float32Array> {
  const row_count = rows.length / READINGS.length;
  const columns = READINGS.map((name, column) => ({
    name,
    kind: 'number' as const,
    numbers: Float64Array.from({ length: row_count }, (_, row) => rows[row * READINGS.length + column]!),
  }));
  const table = { file: 'readings', row_count, columns, lineOf: (row: number) => row + 1 };
  return encodeRows(await deriveColumns(table, derived, 'missing'), features);
}

function checkInputs({ features, derived }: Pick<EnsembleCard, 'features' | 'derived'>, place: string): void {
  const known = new Set<string>([...READINGS, ...derived.map(({ name }) => name)]);
  const foreign = features.find(({ name, kind }) => kind !== 'number' || !known.has(name));
  if (foreign === undefined) return;
  throw gridError('INVALID_MODEL', {
    at: `${place}card.json, features`,
    got: foreign.kind === 'number' ? foreign.name : `${foreign.name}, a ${foreign.kind}`,
    allowed: `numbers derived from the readings, or these themselves: ${READINGS.join(', ')}`,
    remedy: 'Train the model on columns with these names',
  });
}

/** @throws GridError INVALID_READING where the last row is not whole */
export function checkedRows(rows: Float64Array): Float64Array {
  if (rows.length % READINGS.length === 0) return rows;
  throw gridError('INVALID_READING', {
    at: 'rows',
    got: rows.length,
    allowed: `a multiple of ${READINGS.length} values`,
  });
}
