import { gridError } from '../../errors';
import { parseSeries, readSeriesText } from '../series-file';
import { CUSTOMER_CLASSES, type CustomerClass, checkSeries, type LoadShapes } from './load-shapes';

const YEAR_S = 365 * 86_400;
/** A shape of a whole year begins on 1 January: that of 2024, so that the seasons fall in their place. */
const NEW_YEAR_S = Date.UTC(2024, 0, 1) / 1000;

interface NamedSeries {
  name: string;
  interval_s: number;
  offset_s: number;
  values: Float64Array;
}

/**
 * Reads load shapes: an OpenDSS file with `New LoadShape.NAME npts=… interval=… mult=(…)` statements (OpenDSS manual,
 * LoadShape), or a CSV whose first column is `timestamp` (ISO 8601, UTC unless it names a zone, evenly spaced) and whose others are named after
 * classes of customers. A class takes the series whose name contains its own; one that has none takes the last.
 */
export async function readLoadShapes(file: string): Promise<LoadShapes> {
  const text = await readSeriesText(file);
  const series = /^\s*new\s+"?loadshape\./im.test(text) ? parseOpenDss(file, text) : parseCsv(file, text);
  for (const { name, values } of series) checkSeries(file, name, values);
  const [{ interval_s, offset_s }] = series;
  if (series.some((other) => other.interval_s !== interval_s)) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: 'shapes of different intervals',
      allowed: 'one interval',
    });
  }
  const pick = (customer: CustomerClass): Float64Array =>
    (series.find(({ name }) => name.toLowerCase().includes(customer)) ?? series[series.length - 1]).values;
  return {
    name: file,
    interval_s,
    offset_s,
    follows_climate: false,
    multiplier: {
      residential: pick('residential'),
      commercial: pick('commercial'),
      industrial: pick('industrial'),
    },
  };
}

function parseOpenDss(file: string, text: string): NamedSeries[] {
  const found: NamedSeries[] = [];
  for (const [statement, name] of text.matchAll(/^\s*new\s+"?loadshape\.([^\s"]+)[^\n]*/gim)) {
    const list = /\bmult\s*=\s*[([{"']([^)\]}"']*)/i.exec(statement)?.[1];
    if (list === undefined) {
      const at = `${file}: LoadShape.${name}`;
      throw gridError('UNREADABLE_FILE', {
        at,
        got: 'no mult=( … )',
        allowed: 'multipliers in the file itself',
      });
    }
    const interval = /\binterval\s*=\s*([\d.]+)/i.exec(statement)?.[1] ?? '1';
    const values = Float64Array.from(
      list.split(/[\s,]+/).filter((part) => part !== ''),
      Number,
    );
    const interval_s = Number(interval) * 3600;
    found.push({
      name,
      interval_s,
      offset_s: values.length * interval_s === YEAR_S ? NEW_YEAR_S : 0,
      values,
    });
  }
  return found;
}

function parseCsv(file: string, text: string): NamedSeries[] {
  const allowed = [...CUSTOMER_CLASSES, 'or an OpenDSS file of LoadShapes'];
  const { names, interval_s, offset_s, columns } = parseSeries(file, text, allowed);
  return names.map((name, column) => ({ name, interval_s, offset_s, values: columns[column] }));
}
