import { gridError } from '../../errors';
import type { Random } from '../../random';
import type { Dataset } from '../dataset';
import { pickRows } from '../dataset';

/** Below so many rows of either outcome nothing can be held out that would tell anything. */
const LEAST_OF_EACH = 5;

/** A part to learn from and a part that was held out. */
export interface Parted {
  readonly learned: Int32Array;
  readonly held_out: Int32Array;
}

/**
 * Deals rows into `count` folds at random, each outcome evenly; those of one group together, where there are groups.
 * @throws GridError INVALID_TABLE where there are too few rows of one outcome, or too few groups
 */
export function dealFolds(
  labels: Uint8Array,
  count: number,
  random: Random,
  groups?: Int32Array,
): Uint8Array {
  for (const outcome of [0, 1]) {
    const rows = labels.reduce((sum, label) => sum + (label === outcome ? 1 : 0), 0);
    if (rows >= LEAST_OF_EACH) continue;
    throw gridError('INVALID_TABLE', {
      at: `rows that ${outcome === 1 ? 'failed' : 'held'}, among those to learn from`,
      got: rows,
      allowed: `at least ${LEAST_OF_EACH} of each outcome, so that some can be held out`,
    });
  }
  return groups === undefined ? dealRows(labels, count, random) : dealGroups(labels, count, random, groups);
}

function dealRows(labels: Uint8Array, count: number, random: Random): Uint8Array {
  const folds = new Uint8Array(labels.length);
  for (const outcome of [0, 1]) {
    const rows = Array.from(labels.keys()).filter((row) => labels[row] === outcome);
    shuffle(rows, random);
    rows.forEach((row, i) => {
      folds[row] = i % count;
    });
  }
  return folds;
}

/** Groups in random order, each into the fold with the fewest failures so far, or with the fewest rows where it has none. */
function dealGroups(labels: Uint8Array, count: number, random: Random, groups: Int32Array): Uint8Array {
  const sizes = new Map<number, Filled>();
  labels.forEach((label, row) => {
    const size = sizes.get(groups[row]!) ?? { rows: 0, failures: 0 };
    sizes.set(groups[row]!, { rows: size.rows + 1, failures: size.failures + label });
  });
  const order = [...sizes.keys()];
  shuffle(order, random);
  const filled: Filled[] = Array.from({ length: count }, () => ({ rows: 0, failures: 0 }));
  const foldOf = new Map<number, number>();
  for (const group of order) {
    const { rows, failures } = sizes.get(group)!;
    const fill = ({ failures: f, rows: r }: Filled) => (failures > 0 ? f : r);
    const least = filled.reduce((a, b) => (fill(b) < fill(a) ? b : a));
    foldOf.set(group, filled.indexOf(least));
    least.rows += rows;
    least.failures += failures;
  }
  checkFilled(filled);
  return Uint8Array.from(groups, (group) => foldOf.get(group)!);
}

interface Filled {
  rows: number;
  failures: number;
}

/** What is not held out with a fold has to hold both outcomes, and a fold some rows. */
function checkFilled(filled: readonly Filled[]): void {
  const failures = filled.reduce((sum, fold) => sum + fold.failures, 0);
  if (filled.every((fold) => fold.rows > 0 && fold.failures < failures)) return;
  throw gridError('INVALID_TABLE', {
    at: 'groups of rows',
    got: `failures in ${filled.filter((fold) => fold.failures > 0).length} of ${filled.length} folds`,
    allowed: `at least ${filled.length} groups, and failures in two of them or more`,
  });
}

function shuffle(items: number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
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
