import { type Validator, violationError } from '../contract';
import { type ErrorCode, type GridError, gridError } from '../errors';
import { readJsonBody } from './json-body';
import { type ApiRequest, headerOf } from './message';
import { OPERATIONS } from './openapi/operations';
import { type QueryParameter, type QueryValues, queryValues } from './query';
import type { Match, Route } from './router';

import compiled = require('./generated/requests');

/**
 * Holds a request against what the OpenAPI document says of its operation, with validators that were compiled from the
 * document when the package was built (`scripts/generate-request-checks.mjs`). Gives the values of its query, and that of
 * its body, undefined where it has none. INVALID_URL, INVALID_HEADER, INVALID_BODY, or what reading the body throws.
 */
export async function checkRequest(
  { route, params }: Match<Route>,
  request: ApiRequest,
): Promise<{ values: QueryValues; json: unknown }> {
  const { operationId, query = [], body, bodyRequired = true } = OPERATIONS[`${route.method} ${route.path}`]!;
  const check = (part: string, code: ErrorCode, value: unknown) => {
    const validator: Validator | undefined = compiled[`${operationId}_${part}`];
    if (validator === undefined || validator(value)) return;
    throw inWords(violationError(code, part, value, validator.errors?.[0]));
  };
  check('path', 'INVALID_URL', params);
  const values = queryValues(request.query ?? '', query as QueryParameter[]);
  check('query', 'INVALID_URL', values);
  check('header', 'INVALID_HEADER', headersOf(request));
  if (body === undefined) return { values, json: undefined };
  const json = await readJsonBody(request);
  // What must have one is refused by its schema.
  if (json !== undefined || bodyRequired) check('body', 'INVALID_BODY', json);
  return { values, json };
}

/** `query alternatives` in place of `query.alternatives`; a body has fields, the others have names. */
function inWords({ code, fault }: GridError): GridError {
  return gridError(code, { ...fault, at: fault.at.replace(/^(path|query|header)\./, '$1 ') });
}

function headersOf(request: ApiRequest): Record<string, string> {
  const names = Object.keys(request.headers);
  return Object.fromEntries(names.map((name) => [name, headerOf(request, name)]));
}
