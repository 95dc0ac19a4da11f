/** The first second of the year 10000, which ISO 8601 has no four digits for. */
export const END_OF_TIME_S = 253_402_300_800;

const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Seconds since 1970 of a moment in ISO 8601; NaN where it is none, as the 30th of February. One without a zone is UTC, so that the same text
 * is the same moment on every machine: `Date.parse` would take the machine's zone, and much that is not ISO 8601.
 */
export function readMoment(text: string): number {
  const found = ISO_8601.exec(text.trim());
  if (found === null) return Number.NaN;
  const [, date, time = '00:00', zone = 'Z'] = found;
  // The parser of dates counts on: to it the 30th of February is in March.
  const day_ms = Date.parse(`${date}T00:00Z`);
  if (!Number.isFinite(day_ms) || !new Date(day_ms).toISOString().startsWith(date)) return Number.NaN;
  return Date.parse(`${date}T${time}${zone}`) / 1000;
}
