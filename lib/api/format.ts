import { readWishes } from './accept';
import { type CheckedRequest, headerOf } from './message';
import type { QueryValues } from './query';

export type Format = NonNullable<QueryValues['format']>;

/** By `?format=`, else by the header Accept: CSV for whoever wants it more than JSON. */
export function formatOf(request: CheckedRequest): Format {
  const { format } = request.values;
  if (format !== undefined) return format;
  const wishes = readWishes(headerOf(request, 'accept'));
  const json = wishes.get('application/json') ?? wishes.get('application/*') ?? wishes.get('*/*') ?? 0;
  return (wishes.get('text/csv') ?? 0) > json ? 'csv' : 'json';
}
