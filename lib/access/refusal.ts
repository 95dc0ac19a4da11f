import { type ErrorCode, type Fault, GridError } from '../errors';

/** An error with the headers that belong to the answer that tells of it. */
export class Refusal extends GridError {
  constructor(
    code: ErrorCode,
    fault: Fault,
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super(code, fault);
  }
}

/** 401, with the challenge of RFC 6750 §3; `wrong` says what is the matter with what was shown, where something was. */
export function unauthenticated(wrong?: string): Refusal {
  const challenge = 'Bearer realm="gridloom"';
  return new Refusal(
    'UNAUTHENTICATED',
    {
      at: wrong ?? 'the request carries no API key and no token',
      allowed: 'Authorization: Bearer KEY_OR_TOKEN, or X-API-Key: KEY',
      remedy: 'Keys are made in the dialog of grid-api in the editor',
    },
    { 'www-authenticate': wrong === undefined ? challenge : `${challenge}, error="invalid_token"` },
  );
}

/** 403, with the scope that lacks (RFC 6750 §3.1). */
export function insufficientScope(who: string, scope: string): Refusal {
  return new Refusal(
    'FORBIDDEN',
    { at: `scopes of ${who}`, allowed: `clients with the scope "${scope}"` },
    { 'www-authenticate': `Bearer realm="gridloom", error="insufficient_scope", scope="${scope}"` },
  );
}
