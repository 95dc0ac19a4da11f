/** Values evenly spaced in time, repeated at their end. */
export interface SeriesColumns<Name extends string> {
  readonly name: string;
  readonly interval_s: number;
  /** Time of the first value. */
  readonly offset_s: number;
  readonly columns: Partial<Record<Name, Float64Array>>;
}

/** The value of a series at a time, interpolated between its values. */
export function seriesValue(
  series: Float64Array,
  interval_s: number,
  offset_s: number,
  time_s: number,
): number {
  const position = (time_s - offset_s) / interval_s;
  const whole = Math.floor(position);
  const share = position - whole;
  const { length } = series;
  const first = ((whole % length) + length) % length;
  return series[first] * (1 - share) + series[(first + 1) % length] * share;
}
