import { READINGS } from '../contract';

/** Where each reading stands in a feature row. */
export const COLUMN = Object.fromEntries(READINGS.map((name, column) => [name, column])) as Record<
  (typeof READINGS)[number],
  number
>;

/** A conductor above this is hotter than lines are built for: overhead line design temperatures are 50 to 90 °C. */
export const HOT_C = 90;

/**
 * From here on the load counts as high. The ten readings hold no rating, so megawatts alone cannot say how near its
 * limit an edge is: 5 MW is little at 110 kV and more than a 12.66 kV feeder carries. What tells is the heat itself:
 * load heating grows with the square of the current, and an edge above 90 °C that carries load carries more than it
 * can shed. The figure therefore only sets aside edges that idle, whose heat must come from elsewhere.
 */
export const HIGH_LOAD_MW = 0.1;

/** The product's rule. Lines and cables at rest stay well below; wind on slack spans and loose clamps do not. */
export const SHAKING_MM_S = 1;

/** Joints and clamps loosen with years; below this, vibration alone is not taken for fatigue. */
export const FATIGUE_AGE_YEARS = 15;

/** The product's rule; EN 50160 allows 8 % in the supply voltage. */
export const DISTORTED_PERCENT = 8;

/** Corrosion runs from 0, new, to 1, through; half-way is taken as high. */
export const HIGH_CORROSION = 0.5;

/** One condition of a rule: a reading and what it has to be beyond. `inclusive`: or be at. */
interface Condition {
  column: number;
  limit: number;
  inclusive?: boolean;
}

/** The product's rules, in the order in which the first that holds counts; the last type is everything else. */
const RULES: readonly (readonly Condition[])[] = [
  [
    { column: COLUMN.temperature_c, limit: HOT_C },
    { column: COLUMN.load_mw, limit: HIGH_LOAD_MW, inclusive: true },
  ],
  [
    { column: COLUMN.vibration_mm_s, limit: SHAKING_MM_S },
    { column: COLUMN.age_years, limit: FATIGUE_AGE_YEARS },
  ],
  [
    { column: COLUMN.harmonic_distortion_percent, limit: DISTORTED_PERCENT },
    { column: COLUMN.corrosion, limit: HIGH_CORROSION },
  ],
];
const OTHERWISE = RULES.length;
export const FAILURE_TYPE_COUNT = RULES.length + 1;

/**
 * The failure type of one row by the product's rules, as an index into FAILURE_TYPES: what would fail first if
 * something did, whatever the probability is. The first rule that holds counts.
 */
export function failureTypeOf(rows: ArrayLike<number>, start: number): number {
  const first = RULES.findIndex((rule) => holds(rule, rows, start));
  return first < 0 ? OTHERWISE : first;
}

/**
 * How far each rule is from where it begins to hold, to `margins` from `FAILURE_TYPE_COUNT × row` on: of a condition
 * (value − limit) / limit, of a rule that of the condition that is least fulfilled. Above 0 it holds, with so much to spare;
 * below 0 that share of a limit is missing. That of everything else is the negative of the nearest rule's. A missing reading
 * (NaN) fulfils nothing, −1. Returns, as bits, which types hold.
 */
export function writeMargins(rows: ArrayLike<number>, row: number, margins: Float64Array): number {
  const start = row * READINGS.length;
  const out = row * FAILURE_TYPE_COUNT;
  let nearest = -1;
  let match = 0;
  for (let type = 0; type < OTHERWISE; type++) {
    const margin = marginOf(RULES[type], rows, start);
    margins[out + type] = margin;
    nearest = Math.max(nearest, margin);
    if (holds(RULES[type], rows, start)) match |= 1 << type;
  }
  margins[out + OTHERWISE] = -nearest;
  return match === 0 ? 1 << OTHERWISE : match;
}

function holds(rule: readonly Condition[], rows: ArrayLike<number>, start: number): boolean {
  for (const { column, limit, inclusive } of rule) {
    const value = rows[start + column];
    if (!(value > limit || (inclusive === true && value === limit))) return false;
  }
  return true;
}

function marginOf(rule: readonly Condition[], rows: ArrayLike<number>, start: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { column, limit } of rule) {
    const value = rows[start + column];
    least = Math.min(least, Number.isNaN(value) ? -1 : (value - limit) / limit);
  }
  return least;
}
