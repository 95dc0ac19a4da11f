import { type SeriesColumns, seriesValue } from '../series';

/** Columns that a weather file may have, and what they may hold. */
export const WEATHER_COLUMNS = {
  ambient_temperature_c: [-55, 55],
  humidity_percent: [0, 100],
  wind_m_s: [0, 90],
  wind_direction_degree: [0, 360],
  cloud_cover: [0, 1],
  irradiance_w_m2: [0, 1500],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type WeatherColumn = keyof typeof WEATHER_COLUMNS;

/** Measured weather, evenly spaced and repeated at its end; what it lacks is modelled. */
export type WeatherSeries = SeriesColumns<WeatherColumn>;

export type Measured = Partial<Record<WeatherColumn, number>>;

const NAMES = Object.keys(WEATHER_COLUMNS) as WeatherColumn[];

/** Interpolated between the values; a direction, which may pass north, is that of the value before. */
export function measuredAt(series: WeatherSeries, time_s: number): Measured {
  const measured: Measured = {};
  for (const name of NAMES) {
    const values = series.columns[name];
    if (values === undefined) continue;
    const at = name === 'wind_direction_degree' ? wholeStep(series, time_s) : time_s;
    measured[name] = seriesValue(values, series.interval_s, series.offset_s, at);
  }
  return measured;
}

function wholeStep({ interval_s, offset_s }: WeatherSeries, time_s: number): number {
  return offset_s + interval_s * Math.floor((time_s - offset_s) / interval_s);
}
