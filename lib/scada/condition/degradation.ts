import type { Random } from '../../random';
import type { Weather } from '../weather/weather';
import { CABLE, LINE, TRANSFORMER } from './assets';

/**
 * Wear as a gamma process: independent increments, never back, each with the mean that stress asks for and a variance of
 * `dispersion` times it, so that any cut of time into steps gives the same distribution. J. M. van Noortwijk, "A survey of
 * the application of gamma processes in maintenance", Reliability Engineering and System Safety 94(1), 2009,
 * doi 10.1016/j.ress.2007.03.019.
 */
export function wear(random: Random, mean: number, dispersion: number): number {
  return mean > 0 ? dispersion * random.gamma(mean / dispersion) : 0;
}

/** No stress ages faster than this: beyond it a thing fails at once. */
const FASTEST = 1e4;
/** Montsinger's rule: wear doubles with so many kelvin; 6 K for paper in oil (IEC 60076-7), about 8 K else. */
const DOUBLING_K = 8;

/**
 * Duty: years of wear a year, 1 at ordinary stress. Heat adds to it by Montsinger's rule, from the design temperature:
 * 80 °C of a line, 90 °C of a cable, and for a transformer IEC 60076-7's relative ageing.
 */
export function dutyFactor(kind: number, hot_c: number, winding_ageing: number): number {
  if (kind === TRANSFORMER) return Math.min(FASTEST, 0.95 + winding_ageing);
  const design_c = kind === CABLE ? 90 : 80;
  return Math.min(FASTEST, 0.98 + 2 ** ((hot_c - design_c) / DOUBLING_K));
}

/** Corrosion a year while a surface is wet and while it is not, on a scale where 1 is through. Gridloom's own figures. */
const CORROSION_WET = 0.02;
const CORROSION_DRY = 0.003;
/** Lines hang in the open; a cable's sheath and a tank are better off. */
const CORROSION_OF_KIND = [1, 0.5, 0.7];

/** By the time of wetness of ISO 9223: air above 0 °C with more than 80 % humidity. */
export function corrosionPerYear(kind: number, weather: Weather): number {
  const wet = weather.humidity_percent > 80 && weather.ambient_temperature_c > 0;
  return CORROSION_OF_KIND[kind] * (wet ? CORROSION_WET : CORROSION_DRY);
}

/** Years of mechanical wear a year: wind shakes lines with its square; the rest works with its load. */
export function fatigueFactor(kind: number, wind_m_s: number, loading: number): number {
  if (kind === LINE) return 0.4 + 0.6 * (wind_m_s / 4) ** 2;
  return kind === TRANSFORMER ? 0.8 + 0.4 * Math.min(4, loading * loading) : 0.5;
}

/** Insulation ages by itself, a year, whatever the load. */
const INSULATION_PER_YEAR = 0.007;
/** IEC 60076-7: 180,000 hours at 98 °C are the life of a winding's paper. */
const PAPER_LIFE_YEARS = 180_000 / 8766;
/** XLPE is built for about 40 years at 90 °C. */
const XLPE_LIFE_YEARS = 40;

/** What insulation loses a year, 1 being all of it. */
export function insulationPerYear(kind: number, hot_c: number, winding_ageing: number): number {
  if (kind === TRANSFORMER) return INSULATION_PER_YEAR + winding_ageing / PAPER_LIFE_YEARS;
  if (kind === CABLE) return 0.5 * INSULATION_PER_YEAR + 2 ** ((hot_c - 90) / DOUBLING_K) / XLPE_LIFE_YEARS;
  return INSULATION_PER_YEAR * (1 + 2 ** ((hot_c - 80) / DOUBLING_K));
}
