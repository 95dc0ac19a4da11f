import { Refusal } from '../access';
import { ERRORS, GridError, gridError } from '../errors';
import type { Problem } from './documents';
import type { ApiResponse } from './message';

/** Where each code is described; the anchor is the code in lower case. */
const CODES_PAGE = 'https://github.com/gridloom/node-red-smart-grid/blob/main/docs/errors.md';

/** Seconds after which asking again is worth while, on 503. */
export const RETRY_AFTER_S = 3;

/** Characters of a request's path that an answer repeats at most. */
const INSTANCE_LENGTH = 200;

export function problemOf(error: GridError, path: string): Problem {
  const { status, title } = ERRORS[error.code];
  return {
    type: `${CODES_PAGE}#${error.code.toLowerCase()}`,
    title,
    status,
    detail: error.message.slice(title.length + 2),
    instance: instanceOf(path),
    code: error.code,
    at: error.fault.at,
    ...(error.fault.allowed === undefined ? {} : { allowed: error.fault.allowed }),
  };
}

/**
 * Any thrown value as an answer. What is not one of Gridloom's own errors is told to nobody outside: its message may
 * name files or code.
 */
export function problemResponse(thrown: unknown, path: string): ApiResponse {
  const error =
    thrown instanceof GridError
      ? thrown
      : gridError('INTERNAL', {
          at: 'the answer could not be made',
          remedy: 'The log of Node-RED says more',
        });
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  };
  if (error.status === 503) headers['retry-after'] = String(RETRY_AFTER_S);
  if (error.status === 405) headers.allow = error.fault.allowed ?? '';
  if (error instanceof Refusal) Object.assign(headers, error.headers);
  return { status: error.status, headers, body: Buffer.from(JSON.stringify(problemOf(error, path))) };
}

/** The path as a URI reference (RFC 3986), whatever stood in the request line. */
function instanceOf(path: string): string {
  return path
    .slice(0, INSTANCE_LENGTH)
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/@!$&'()*+,;=%]/gu, percentEncode)
    .replace(/^\/{2,}/, '/');
}

function percentEncode(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
