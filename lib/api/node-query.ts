import { gridError } from '../errors';
import { MOST_ALTERNATIVES } from '../paths';
import type { ApiRequest } from './message';

/** How many paths the query asks for, undefined where it asks for none; INVALID_URL where that is no such number. */
export function alternativesOf({ query = '' }: ApiRequest): number | undefined {
  const asked = new URLSearchParams(query).getAll('alternatives');
  if (asked.length === 0) return undefined;
  const count = Number(asked[0]);
  if (asked.length === 1 && /^\d{1,9}$/.test(asked[0]) && count >= 1 && count <= MOST_ALTERNATIVES)
    return count;
  throw gridError('INVALID_URL', {
    at: 'query alternatives',
    got: asked.length === 1 ? asked[0] : asked,
    allowed: `a whole number from 1 to ${MOST_ALTERNATIVES}, once`,
  });
}
