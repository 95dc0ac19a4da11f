import type { Scope } from '../../access';

/** How a client shows who it is. */
export const SECURITY_SCHEMES = {
  ApiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'An API key, made in the dialog of grid-api in the editor.',
  },
  Bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An API key, or a token of the issuer that grid-api is set to trust.',
  },
} as const;

/** What an operation needs: the scope in either form, or nothing where access control is off. */
export function securityOf(scope: Scope | 'none'): readonly object[] {
  if (scope === 'none') return [];
  return [{ ApiKey: [scope] }, { Bearer: [scope] }, {}];
}
