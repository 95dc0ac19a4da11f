import { readWishes } from './accept';
import { type ApiRequest, headerOf } from './message';
import type { Query } from './query';

export type Format = 'json' | 'csv';

/** By `?format=`, else by the header Accept: CSV for whoever wants it more than JSON. */
export function formatOf(request: ApiRequest, query: Query): Format {
  const format = query.oneOf('format', ['json', 'csv'] as const);
  if (format !== undefined) return format;
  const wishes = readWishes(headerOf(request, 'accept'));
  const json = wishes.get('application/json') ?? wishes.get('application/*') ?? wishes.get('*/*') ?? 0;
  return (wishes.get('text/csv') ?? 0) > json ? 'csv' : 'json';
}
