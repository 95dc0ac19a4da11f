import { MAX_IDEMPOTENCY_KEY } from '../../access';
import { ERRORS, type ErrorCode, type Fault, gridError } from '../../errors';
import { BODY_LIMIT } from '../body';
import { problemOf } from '../problem';
import { selectionName } from './components';
import type { Operation } from './operations';

/** An example of what is wrong, for each code that the API answers with. */
const FAULTS: Partial<Record<ErrorCode, Fault>> = {
  INVALID_BODY: { at: 'body.risk_weight', got: -1, allowed: 'must be >= 0' },
  INVALID_URL: {
    at: 'path',
    got: '%E0%A4%A',
    allowed: 'UTF-8 in percent-encoding, such as %C3%A9 for é',
  },
  NOT_FOUND: {
    at: 'path',
    got: '/grid/stat',
    allowed: 'the paths that openapi.json lists, spelled the same',
  },
  INVALID_HEADER: {
    at: 'header idempotency-key',
    allowed: `1 to ${MAX_IDEMPOTENCY_KEY} visible ASCII characters`,
  },
  UNAUTHENTICATED: {
    at: 'the request carries no API key and no token',
    allowed: 'Authorization: Bearer KEY_OR_TOKEN, or X-API-Key: KEY',
  },
  FORBIDDEN: { at: 'scopes of key 1a2b3c4d (display)', allowed: 'clients with the scope "switch"' },
  IDEMPOTENCY_KEY_REUSED: {
    at: 'header Idempotency-Key',
    allowed: 'the same path and body as before under the same key',
  },
  TOO_MANY_REQUESTS: { at: 'requests of key 1a2b3c4d (display)', remedy: 'Ask again in 1 s' },
  UNKNOWN_ELEMENT: { at: 'node id', got: 'S9', allowed: 'an id among the nodes of grid "example"' },
  WRONG_GRID: { at: 'network of grid-api', got: 'riverside', allowed: 'the network of grid "example"' },
  METHOD_NOT_ALLOWED: { at: 'method', got: 'DELETE', allowed: 'GET, HEAD, OPTIONS' },
  BODY_TOO_SLOW: { at: 'body', got: '12 bytes', allowed: 'a complete body within 30 s' },
  BODY_TOO_LARGE: { at: 'body', got: '70000 bytes', allowed: `at most ${BODY_LIMIT} bytes` },
  UNSUPPORTED_MEDIA_TYPE: {
    at: 'header Content-Type',
    got: 'text/plain',
    allowed: 'application/json, in UTF-8',
  },
  INTERNAL: { at: 'the answer could not be made', remedy: 'The log of Node-RED says more' },
  MISSING_PACKAGE: {
    at: 'prom-client is not installed',
    remedy: 'Install it beside Gridloom: npm install prom-client',
  },
  NOT_READY: { at: 'no snapshot has arrived yet', remedy: 'Ask again in a moment' },
  BUSY: { at: '32 answers are being waited for', remedy: 'Ask again in a moment' },
  TIMEOUT: { at: 'no optimised state came back within 10 s' },
};

/** The error answers of an operation, by status. */
export function errorResponses(errors: readonly ErrorCode[], path: string): Record<string, object> {
  const statuses = new Set(errors.map((code) => ERRORS[code].status).sort((a, b) => a - b));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const codes = errors.filter((code) => ERRORS[code].status === status);
      return [String(status), errorResponse(status, codes, path)];
    }),
  );
}

const RATE_HEADERS = {
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

function errorResponse(status: number, codes: readonly ErrorCode[], path: string): object {
  const examples = codes.map((code) => [code, { value: problemOf(gridError(code, FAULTS[code]!), path) }]);
  return {
    description: codes.map((code) => `${ERRORS[code].title} (${code}).`).join(' '),
    headers: {
      ...(status === 401 ? { 'WWW-Authenticate': { $ref: '#/components/headers/WWWAuthenticate' } } : {}),
      ...(status === 429 ? RATE_HEADERS : {}),
      ...(status === 503 || status === 429
        ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
        : {}),
      ...(status === 405 ? { Allow: { $ref: '#/components/headers/Allow' } } : {}),
    },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** The good answers of an operation. */
export function goodResponses(operation: Operation, example: unknown): Record<string, object> {
  const { conditional, pages, status = 200 } = operation;
  const headers = {
    ...(conditional ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(pages === true ? { Link: { $ref: '#/components/headers/Link' } } : {}),
  };
  const ok = { description: 'The answer.', headers, content: contentOf(operation, example) };
  if (!conditional) return { [status]: ok };
  return { 200: ok, 304: { description: 'The copy that the client has is the newest.', headers } };
}

function contentOf(operation: Operation, example: unknown): Record<string, object> {
  const { answer = '', selectable, csv, text } = operation;
  if (text !== undefined) {
    return { [text.mediaType]: { schema: { type: 'string', ...eventsOf(text) }, example: text.example } };
  }
  const whole = reference(answer);
  const schema = selectable === true ? { anyOf: [whole, reference(selectionName(answer))] } : whole;
  const json = { 'application/json': { schema, example } };
  return csv === undefined ? json : { ...json, 'text/csv': { schema: { type: 'string' }, example: csv } };
}

/** The data of each event of a stream, by its name. */
function eventsOf({ mediaType, events }: NonNullable<Operation['text']>): object {
  if (events === undefined) return {};
  const properties = Object.entries(events).map(([kind, component]) => [kind, reference(component)]);
  return {
    contentMediaType: mediaType,
    contentSchema: {
      description: 'The data of each event, by its name.',
      type: 'object',
      properties: Object.fromEntries(properties),
    },
  };
}

function reference(component: string): object {
  return { $ref: `#/components/schemas/${component}` };
}

export const RESPONSE_HEADERS = {
  ETag: {
    description: 'Changes with every tick. Send it back as If-None-Match; 304 says that nothing is newer.',
    schema: { type: 'string' },
  },
  Link: {
    description: 'Where the next page is (`rel="next"`); absent on the last.',
    required: false,
    schema: { type: 'string' },
  },
  RetryAfter: {
    description: 'Seconds after which asking again is worth while.',
    schema: { type: 'integer', minimum: 1 },
  },
  WWWAuthenticate: {
    description: 'How to show who asks, and what was wrong or which scope lacks (RFC 6750).',
    schema: { type: 'string' },
  },
  RateLimit: {
    description:
      'What the client may still ask at once (`r`), and seconds until it may ask again (`t`). On every answer to a key or token.',
    schema: { type: 'string' },
  },
  RateLimitPolicy: { description: 'What a client may ask at once (`q`).', schema: { type: 'string' } },
  Allow: { description: 'The methods that the path takes.', schema: { type: 'string' } },
};
