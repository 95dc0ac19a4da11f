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
  UNKNOWN_ELEMENT: { at: 'node id', got: 'S9', allowed: 'an id among the nodes of grid "example"' },
  WRONG_GRID: { at: 'network of grid-api', got: 'riverside', allowed: 'the network of grid "example"' },
  METHOD_NOT_ALLOWED: { at: 'method', got: 'DELETE', allowed: 'GET, HEAD, OPTIONS' },
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
export function errorResponses(operation: Operation, path: string): Record<string, object> {
  const statuses = new Set(operation.errors.map((code) => ERRORS[code].status).sort((a, b) => a - b));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const codes = operation.errors.filter((code) => ERRORS[code].status === status);
      return [String(status), errorResponse(status, codes, path)];
    }),
  );
}

function errorResponse(status: number, codes: readonly ErrorCode[], path: string): object {
  const examples = codes.map((code) => [code, { value: problemOf(gridError(code, FAULTS[code]!), path) }]);
  return {
    description: codes.map((code) => `${ERRORS[code].title} (${code}).`).join(' '),
    headers: {
      ...(status === 503 ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
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
  const { conditional } = operation;
  const headers = conditional ? { ETag: { $ref: '#/components/headers/ETag' } } : {};
  const ok = { description: 'The answer.', headers, content: contentOf(operation, example) };
  if (!conditional) return { 200: ok };
  return { 200: ok, 304: { description: 'The copy that the client has is the newest.', headers } };
}

function contentOf(operation: Operation, example: unknown): Record<string, object> {
  const { answer = '', selectable, csv, text } = operation;
  if (text !== undefined) {
    const { mediaType, example: shown, events } = text;
    const shapes = Object.entries(events ?? {}).map(([kind, component]) => [kind, reference(component)]);
    const described = events === undefined ? {} : { 'x-events': Object.fromEntries(shapes) };
    return { [mediaType]: { schema: { type: 'string' }, example: shown, ...described } };
  }
  const whole = reference(answer);
  const schema = selectable === true ? { anyOf: [whole, reference(selectionName(answer))] } : whole;
  const json = { 'application/json': { schema, example } };
  return csv === undefined ? json : { ...json, 'text/csv': { schema: { type: 'string' }, example: csv } };
}

function reference(component: string): object {
  return { $ref: `#/components/schemas/${component}` };
}

export const RESPONSE_HEADERS = {
  ETag: {
    description: 'Changes with every tick. Send it back as If-None-Match; 304 says that nothing is newer.',
    schema: { type: 'string' },
  },
  RetryAfter: {
    description: 'Seconds after which asking again is worth while.',
    schema: { type: 'integer', minimum: 1 },
  },
  Allow: { description: 'The methods that the path takes.', schema: { type: 'string' } },
};
