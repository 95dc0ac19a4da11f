import { READINGS, type SensorReadings } from '../../contract';
import { gridError } from '../../errors';
import { type Dataset, pickRows } from '../dataset';

/** One row of a labelled history, such as `gridloom simulate --labels` writes; what is not named here is passed over. */
export interface LabelledRow extends SensorReadings {
  /** 1 where the edge failed within the horizon. */
  fails: 0 | 1;
  horizon_days: number;
  /** How many times more often than their hazards say edges failed; 1 where nothing is said. */
  acceleration?: number;
  /** Parts by edge and by time; where they are absent the order of the rows decides. */
  split_edge?: 'train' | 'validation' | 'test';
  split_time?: 'train' | 'validation' | 'test' | 'gap';
  /** What the prior says of the row, for the same horizon; absent where it is not to be compared. */
  prior?: number;
}

/** What each row of a history is for. */
export const PARTS = ['training', 'early_stopping', 'combination', 'held_out'] as const;
export type PartName = (typeof PARTS)[number];

/** A labelled history as the trainer takes it. */
export interface History {
  parts: Record<PartName, Dataset>;
  /** What the prior says of the rows held out; NaN where a row does not tell. */
  held_out_prior: Float64Array;
  horizon_h: number;
  acceleration: number;
}

/** More rows than this are refused: 40 bytes each, and training time grows with them. */
export const MOST_ROWS = 1_000_000;
/** Of each part, at least so many rows, and so many that fail and do not fail. */
const LEAST_ROWS = 50;
const LEAST_OF_A_KIND = 5;

/** Shares of the rows, in their order, at which parts end where the rows do not say which is which. */
const ENDS_IN_ORDER = [0.6, 0.7, 0.85];

/**
 * A history of rows, checked. Rows that say their splits are taken apart so that nothing leaks: held out are edges *and* times
 * that no other part has seen; early stopping has edges of its own, combination times of its own. Rows that see into
 * another part are in none. Otherwise the last 15 % are held out, in the order of the rows, which is taken for that of time.
 * @throws GridError INVALID_HISTORY, naming row and field
 */
export function historyOf(rows: readonly unknown[]): History {
  if (rows.length > MOST_ROWS) throw fault('rows', rows.length, `at most ${MOST_ROWS}`);
  const checked = rows.map(checkRow);
  const [first] = checked;
  if (first === undefined) throw fault('rows', 'none', 'labelled rows');
  const places: number[][] = PARTS.map(() => []);
  checked.forEach((row, at) => {
    for (const field of ['horizon_days', 'acceleration'] as const) {
      if (row[field] !== first[field])
        throw fault(`rows[${at}].${field}`, row[field], `${first[field]}, as in rows[0]`);
    }
    const part = partOf(row, at / checked.length);
    if (part >= 0) places[part].push(at);
  });
  const whole = wholeOf(checked);
  const parts = Object.fromEntries(PARTS.map((name, part) => [name, pickRows(whole, places[part])]));
  for (const name of PARTS) checkPart(name, parts[name]);
  return {
    parts: parts as History['parts'],
    held_out_prior: Float64Array.from(places[3], (at) => checked[at].prior ?? Number.NaN),
    horizon_h: 24 * first.horizon_days,
    acceleration: first.acceleration ?? 1,
  };
}

/** −1 where a row belongs to none. */
function partOf({ split_edge, split_time }: LabelledRow, share: number): number {
  if (split_edge === undefined || split_time === undefined) {
    const part = ENDS_IN_ORDER.findIndex((end) => share < end);
    return part < 0 ? ENDS_IN_ORDER.length : part;
  }
  if (split_edge === 'test') return split_time === 'test' ? 3 : -1;
  if (split_time === 'validation') return 2;
  if (split_time !== 'train') return -1;
  return split_edge === 'train' ? 0 : 1;
}

function wholeOf(rows: readonly LabelledRow[]): Dataset {
  const values = new Float32Array(rows.length * READINGS.length);
  rows.forEach((row, at) => {
    for (const [column, name] of READINGS.entries()) values[at * READINGS.length + column] = row[name];
  });
  return {
    feature_count: READINGS.length,
    rows: values,
    labels: Uint8Array.from(rows, ({ fails }) => fails),
  };
}

function checkRow(value: unknown, at: number): LabelledRow {
  if (typeof value !== 'object' || value === null) throw fault(`rows[${at}]`, value, 'an object');
  const row = value as Record<string, unknown>;
  const check = (field: string, holds: boolean, allowed: string) => {
    if (!holds) throw fault(`rows[${at}].${field}`, row[field], allowed);
  };
  for (const name of READINGS) check(name, Number.isFinite(row[name]), 'a finite number');
  check('fails', row.fails === 0 || row.fails === 1, '0 or 1');
  check(
    'horizon_days',
    Number.isFinite(row.horizon_days) && (row.horizon_days as number) > 0,
    'days above 0',
  );
  const { acceleration = 1, split_edge, split_time, prior } = row;
  check('acceleration', Number.isFinite(acceleration) && (acceleration as number) > 0, 'a number above 0');
  check('split_edge', split_edge === undefined || SPLITS.includes(split_edge), 'train, validation or test');
  const times = [...SPLITS, 'gap'];
  check('split_time', split_time === undefined || times.includes(split_time), times.join(', '));
  check('prior', prior === undefined || (Number(prior) >= 0 && Number(prior) <= 1), 'a probability');
  return value as LabelledRow;
}

const SPLITS: readonly unknown[] = ['train', 'validation', 'test'];

function checkPart(name: PartName, { labels }: Dataset): void {
  const failed = labels.reduce((sum, label) => sum + label, 0);
  const held = labels.length - failed;
  if (labels.length >= LEAST_ROWS && failed >= LEAST_OF_A_KIND && held >= LEAST_OF_A_KIND) return;
  throw fault(
    `the part for ${name.replace('_', ' ')}`,
    `${labels.length} rows, ${failed} of them fail`,
    `at least ${LEAST_ROWS} rows, ${LEAST_OF_A_KIND} that fail and ${LEAST_OF_A_KIND} that do not`,
  );
}

function fault(at: string, got: unknown, allowed: string) {
  return gridError('INVALID_HISTORY', { at, got, allowed });
}
