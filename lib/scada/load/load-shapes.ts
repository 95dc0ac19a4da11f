import { gridError } from '../../errors';
import { seriesValue } from '../series';

export const CUSTOMER_CLASSES = ['residential', 'commercial', 'industrial'] as const;
export type CustomerClass = (typeof CUSTOMER_CLASSES)[number];

/** How demand moves: multipliers of nominal demand, one series for each class of customers, repeated at its end. */
export interface LoadShapes {
  readonly name: string;
  readonly interval_s: number;
  /** Local time of the first value within a year that starts on a Monday; 0 for a shape that starts at midnight. */
  readonly offset_s: number;
  /**
   * Whether season and temperature move them as well. Not those of a file: what was measured has both in it already.
   */
  readonly follows_climate: boolean;
  readonly multiplier: Readonly<Record<CustomerClass, Float64Array>>;
}

/** The multiplier of a class at a time, interpolated between the values of the series. */
export function multiplierAt(shapes: LoadShapes, customer: CustomerClass, time_s: number): number {
  return seriesValue(shapes.multiplier[customer], shapes.interval_s, shapes.offset_s, time_s);
}

/**
 * Hourly figures of a working day and of a Sunday, in the manner of the standard load profiles H0, G0 and G3 of the
 * German electricity association (VDEW, "Repräsentative VDEW-Lastprofile", 1999), drawn afresh and scaled so that
 * nominal demand is the peak.
 */
const WORKDAY: Record<CustomerClass, number[]> = {
  residential: [
    0.42, 0.37, 0.34, 0.33, 0.33, 0.37, 0.52, 0.66, 0.68, 0.66, 0.65, 0.67, 0.72, 0.68, 0.63, 0.62, 0.66,
    0.78, 0.93, 1, 0.96, 0.85, 0.7, 0.54,
  ],
  commercial: [
    0.34, 0.32, 0.31, 0.31, 0.32, 0.36, 0.47, 0.66, 0.86, 0.96, 1, 1, 0.97, 0.94, 0.95, 0.95, 0.92, 0.87,
    0.78, 0.66, 0.55, 0.47, 0.41, 0.37,
  ],
  industrial: [
    0.68, 0.66, 0.65, 0.65, 0.67, 0.74, 0.86, 0.95, 0.99, 1, 1, 0.98, 0.95, 0.97, 0.99, 0.97, 0.93, 0.88,
    0.84, 0.81, 0.79, 0.76, 0.73, 0.7,
  ],
};
const SUNDAY: Record<CustomerClass, number[]> = {
  residential: [
    0.46, 0.41, 0.37, 0.35, 0.34, 0.35, 0.39, 0.48, 0.62, 0.75, 0.84, 0.91, 0.92, 0.82, 0.73, 0.68, 0.68,
    0.76, 0.89, 0.96, 0.92, 0.82, 0.68, 0.53,
  ],
  commercial: [
    0.34, 0.32, 0.31, 0.31, 0.31, 0.31, 0.32, 0.35, 0.4, 0.44, 0.46, 0.47, 0.47, 0.45, 0.43, 0.42, 0.42, 0.43,
    0.45, 0.44, 0.42, 0.4, 0.37, 0.35,
  ],
  industrial: [
    0.62, 0.6, 0.59, 0.58, 0.58, 0.58, 0.59, 0.6, 0.61, 0.62, 0.63, 0.63, 0.63, 0.62, 0.62, 0.62, 0.63, 0.64,
    0.65, 0.65, 0.65, 0.65, 0.66, 0.67,
  ],
};

/** A week of five working days, a Saturday between the two, and a Sunday. */
export function builtinShapes(): LoadShapes {
  const week = (customer: CustomerClass): Float64Array => {
    const work = WORKDAY[customer];
    const sunday = SUNDAY[customer];
    const saturday = work.map((value, hour) => 0.5 * (value + sunday[hour]));
    return Float64Array.from([work, work, work, work, work, saturday, sunday].flat());
  };
  return {
    name: 'built in',
    interval_s: 3600,
    // 1970-01-01 was a Thursday: the series starts on the Monday after it.
    offset_s: 4 * 86_400,
    follows_climate: true,
    multiplier: {
      residential: week('residential'),
      commercial: week('commercial'),
      industrial: week('industrial'),
    },
  };
}

/** Limits of a shape file: a year of quarter-hours several times over. */
const MAX_SHAPE_POINTS = 200_000;

/** Throws UNREADABLE_FILE where a series is empty, too long, or holds what is not a plausible multiplier. */
export function checkSeries(file: string, name: string, series: ArrayLike<number>): void {
  if (series.length === 0 || series.length > MAX_SHAPE_POINTS) {
    const allowed = `1 to ${MAX_SHAPE_POINTS} values`;
    throw gridError('UNREADABLE_FILE', { at: `${file}: shape ${name}`, got: series.length, allowed });
  }
  for (let k = 0; k < series.length; k++) {
    if (!(series[k] >= 0 && series[k] <= 100)) {
      throw gridError('UNREADABLE_FILE', {
        at: `${file}: shape ${name}, value ${k + 1}`,
        got: series[k],
        allowed: 'a multiplier of nominal demand from 0 to 100',
      });
    }
  }
}
