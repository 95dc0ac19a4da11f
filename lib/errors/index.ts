/**
 * The one table of errors. Everything that Gridloom refuses, it refuses with one of these codes, in a message
 * that says where, what was got, what is allowed, and what to do about it. `status` is the HTTP status of the
 * same error when it answers a request.
 */
export const ERRORS = {
  INVALID_SNAPSHOT: { status: 400, title: 'The snapshot is not valid' },
  INVALID_READING: { status: 400, title: 'A sensor reading is not usable' },
  INVALID_COMMAND: { status: 400, title: 'The command is not valid' },
  INVALID_BODY: { status: 400, title: 'The request body is not valid' },
  INVALID_URL: { status: 400, title: 'The address is not valid' },
  INVALID_HEADER: { status: 400, title: 'A header is not valid' },
  INVALID_SETTING: { status: 400, title: 'A setting is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'Nobody knows who asks' },
  FORBIDDEN: { status: 403, title: 'This client may not do that' },
  NOT_FOUND: { status: 404, title: 'There is no such resource' },
  UNKNOWN_ELEMENT: { status: 404, title: 'The grid has no such element' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  BODY_TOO_SLOW: { status: 408, title: 'The request body did not come in time' },
  WRONG_GRID: { status: 409, title: 'The snapshot is of another grid' },
  DUPLICATE_SEQUENCE: { status: 409, title: 'The snapshot was seen before' },
  STALE_PLAN: { status: 409, title: 'The plan is not for the present state' },
  BODY_TOO_LARGE: { status: 413, title: 'The request body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The media type is not supported' },
  INVALID_NETWORK: { status: 422, title: 'The network is not valid' },
  INVALID_SCENARIO: { status: 422, title: 'The scenario is not valid' },
  UNREADABLE_FILE: { status: 422, title: 'The file cannot be used' },
  INVALID_POINT_LIST: { status: 422, title: 'The point list is not valid' },
  INVALID_TABLE: { status: 422, title: 'The table cannot be used' },
  INVALID_HISTORY: { status: 422, title: 'The labelled history is not usable' },
  INVALID_MODEL: { status: 422, title: 'The model cannot be used' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The Idempotency-Key was used for another request' },
  TOO_MANY_REQUESTS: { status: 429, title: 'That is too often' },
  INTERNAL: { status: 500, title: 'Something went wrong inside' },
  NO_SOLUTION: { status: 500, title: 'The power flow has no solution' },
  PORT_UNAVAILABLE: { status: 500, title: 'The port cannot be opened' },
  FOLDER_NOT_WRITABLE: { status: 500, title: 'The folder cannot be written' },
  UNREADABLE_STATE: { status: 500, title: 'A kept state cannot be used' },
  WORKER_FAILED: { status: 500, title: 'A background computation failed' },
  MISSING_PACKAGE: { status: 501, title: 'An optional package is not installed' },
  NOT_READY: { status: 503, title: 'There is nothing to answer with yet' },
  BUSY: { status: 503, title: 'A computation is still running' },
  BROKER_UNAVAILABLE: { status: 503, title: 'The MQTT broker cannot be reached' },
  PUBLICATION_REFUSED: { status: 502, title: 'The MQTT broker does not take a publication' },
  TIMEOUT: { status: 504, title: 'The answer did not come in time' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** What a message is made of. `at` names the element and the field, in the words of the user's own data. */
export interface Fault {
  readonly at: string;
  readonly got?: unknown;
  readonly allowed?: string;
  readonly remedy?: string;
}

export class GridError extends Error {
  override readonly name = 'GridError';

  constructor(
    readonly code: ErrorCode,
    readonly fault: Fault,
  ) {
    super(describe(code, fault));
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

export function gridError(code: ErrorCode, fault: Fault): GridError {
  return new GridError(code, fault);
}

/** Any thrown value as a `GridError`: foreign errors become INTERNAL and keep their message. */
export function toGridError(thrown: unknown): GridError {
  if (thrown instanceof GridError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new GridError('INTERNAL', { at: message });
}

function describe(code: ErrorCode, { at, got, allowed, remedy }: Fault): string {
  const parts = [`${ERRORS[code].title}: ${at}`];
  if (got !== undefined) parts.push(`got ${show(got)}`);
  if (allowed !== undefined) parts.push(`allowed: ${allowed}`);
  const sentence = parts.join('; ');
  return remedy === undefined ? sentence : `${sentence}. ${remedy}`;
}

/** A value as it stands in a message: short, on one line, and never an exception of its own. */
export function show(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
