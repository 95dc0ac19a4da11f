import { gridError } from '../../errors';
import type { Random } from '../../random';
import type { Dataset } from '../dataset';
import { pickRows } from '../dataset';

/** Below so many rows of either outcome nothing can be held out that would tell anything. */
export const LEAST_OF_EACH = 5;

/** A part to learn from and a part that was held out. */
export interface Parted {
  readonly learned: Int32Array;
  readonly held_out: Int32Array;
}

/**
 * Deals rows into `count` folds at random, each outcome evenly.
 * @throws GridError INVALID_TABLE where there are too few rows of one outcome
 */
export function stratifiedFolds(labels: Uint8Array, count: number, random: Random): Uint8Array {
  const folds = new Uint8Array(labels.length);
  for (const outcome of [0, 1]) {
    const rows = Array.from(labels.keys()).filter((row) => labels[row] === outcome);
    if (rows.length < LEAST_OF_EACH) {
      throw gridError('INVALID_TABLE', {
        at: `rows that ${outcome === 1 ? 'failed' : 'held'}, among those to learn from`,
        got: rows.length,
        allowed: `at least ${LEAST_OF_EACH} of each outcome, so that some can be held out`,
      });
    }
    for (let i = rows.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [rows[i], rows[j]] = [rows[j]!, rows[i]!];
    }
    rows.forEach((row, i) => {
      folds[row] = i % count;
    });
  }
  return folds;
}

/** Each fold held out once. */
export function partsOf(folds: ArrayLike<number>): Parted[] {
  const names = [...new Set(Array.from(folds))].sort((a, b) => a - b);
  return names.map((name) => partBy(folds.length, (row) => folds[row] === name));
}

export function partBy(count: number, isHeldOut: (row: number) => boolean): Parted {
  const learned: number[] = [];
  const held_out: number[] = [];
  for (let row = 0; row < count; row++) (isHeldOut(row) ? held_out : learned).push(row);
  return { learned: Int32Array.from(learned), held_out: Int32Array.from(held_out) };
}

export function pickParts(data: Dataset, { learned, held_out }: Parted): [Dataset, Dataset] {
  return [pickRows(data, learned), pickRows(data, held_out)];
}
