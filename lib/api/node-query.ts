import { MOST_ALTERNATIVES } from '../paths';
import type { ApiRequest } from './message';
import { Query } from './query';

/** How many paths the query asks for, undefined where it asks for none; INVALID_URL where that is no such number. */
export function alternativesOf(request: ApiRequest): number | undefined {
  return new Query(request).wholeNumber('alternatives', 1, MOST_ALTERNATIVES);
}
