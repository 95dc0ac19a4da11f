import { gridError } from '../../errors';
import { parseSeries, readSeriesText } from '../series-file';
import { WEATHER_COLUMNS, type WeatherColumn, type WeatherSeries } from './series';

const NAMES = Object.keys(WEATHER_COLUMNS) as WeatherColumn[];

/**
 * Reads measured weather: a CSV whose first column is `timestamp` (ISO 8601, UTC unless it names a zone, evenly spaced)
 * and whose others are some of WEATHER_COLUMNS. Throws UNREADABLE_FILE.
 */
export async function readWeather(file: string): Promise<WeatherSeries> {
  const { names, interval_s, offset_s, columns } = parseSeries(file, await readSeriesText(file), NAMES);
  const found: WeatherSeries['columns'] = {};
  names.forEach((name, k) => {
    const known = NAMES.find((column) => column === name);
    if (known === undefined || found[known] !== undefined) {
      throw gridError('UNREADABLE_FILE', {
        at: `${file}: line 1`,
        got: name,
        allowed: `each once: ${NAMES.join(', ')}`,
      });
    }
    checkRange(file, known, columns[k]);
    found[known] = columns[k];
  });
  return { name: file, interval_s, offset_s, columns: found };
}

function checkRange(file: string, name: WeatherColumn, values: Float64Array): void {
  const [least, most] = WEATHER_COLUMNS[name];
  const wrong = values.findIndex((value) => !(value >= least && value <= most));
  if (wrong < 0) return;
  throw gridError('UNREADABLE_FILE', {
    at: `${file}: line ${wrong + 2}, ${name}`,
    got: values[wrong],
    allowed: `a number from ${least} to ${most}`,
  });
}
