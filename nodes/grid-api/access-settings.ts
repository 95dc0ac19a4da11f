import type { AccessMode, TokenSettings } from '../../lib/access';
import { gridError } from '../../lib/errors';
import { numberSetting } from '../number-setting';

/** As the editor saves them: numbers may be text, lists are text with commas. */
export interface AccessDef {
  access?: string;
  trusted_proxies?: string;
  requests_per_s?: number | string;
  jwt_jwks_url?: string;
  jwt_issuer?: string;
  jwt_audience?: string;
  jwt_algorithms?: string;
  jwt_scope_claim?: string;
  jwt_tolerance_s?: number | string;
}

/** Kept by Node-RED beside the flow, encrypted. */
export interface AccessCredentials {
  /** The public key of the tokens' issuer, or the secret shared with it. */
  jwt_key?: string;
}

export interface AccessSettings {
  mode: AccessMode;
  trustedProxies: readonly string[];
  requestsPerSecond: number;
  /** Undefined where no tokens are taken. */
  tokens: TokenSettings | undefined;
}

const MODES: readonly unknown[] = ['auto', 'always', 'never'];

/** Of RFC 7518 §3.1 and RFC 8037; never `none`. */
const SECRET_ALGORITHMS: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };
const KEY_PAIR_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** The settings as values, defaults filled in; INVALID_SETTING names the first that is not usable. */
export function readAccessSettings(def: AccessDef, credentials: AccessCredentials): AccessSettings {
  const mode = def.access || 'auto';
  if (!MODES.includes(mode)) throw refuse('access', mode, 'auto, always or never');
  return {
    mode: mode as AccessMode,
    trustedProxies: listOf(def.trusted_proxies),
    requestsPerSecond: numberSetting('requests_per_s', def.requests_per_s, {
      usual: 200,
      least: 1,
      most: 100_000,
    }),
    tokens: tokenSettings(def, credentials),
  };
}

function tokenSettings(def: AccessDef, { jwt_key: key }: AccessCredentials): TokenSettings | undefined {
  const jwksUrl = def.jwt_jwks_url?.trim() || undefined;
  if (jwksUrl === undefined && !key) return undefined;
  const { jwt_issuer: issuer = '', jwt_audience: audience = '', jwt_scope_claim: scopeClaim = '' } = def;
  if (jwksUrl !== undefined) checkUrl(jwksUrl);
  if (issuer === '')
    throw refuse('jwt_issuer', issuer, 'the issuer of the tokens, as their claim iss has it');
  if (audience === '') throw refuse('jwt_audience', audience, 'the audience of the tokens, as aud has it');
  const algorithms = listOf(def.jwt_algorithms || 'RS256, ES256');
  checkAlgorithms(algorithms, jwksUrl === undefined ? key : undefined);
  const tolerance_s = numberSetting('jwt_tolerance_s', def.jwt_tolerance_s, {
    usual: 30,
    least: 0,
    most: 300,
  });
  return { jwksUrl, key, issuer, audience, algorithms, scopeClaim: scopeClaim.trim(), tolerance_s };
}

/** Keys that came over a line which others can write to would let them in. */
function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local)) return;
  throw refuse('jwt_jwks_url', text, 'an address with https, or with http on this machine');
}

/** A public key must never serve as the secret of an HS algorithm (RFC 8725 §2.1), so the kinds are not mixed. */
function checkAlgorithms(algorithms: readonly string[], key: string | undefined): void {
  const shared = algorithms.filter((name) => name in SECRET_ALGORITHMS);
  const pairs = algorithms.filter((name) => KEY_PAIR_ALGORITHMS.includes(name));
  const known = shared.length + pairs.length === algorithms.length;
  if (!known || algorithms.length === 0 || (shared.length > 0 && (pairs.length > 0 || key === undefined))) {
    throw refuse(
      'jwt_algorithms',
      algorithms.join(', '),
      `some of ${KEY_PAIR_ALGORITHMS.join(', ')}; or, with a secret alone, of ${Object.keys(SECRET_ALGORITHMS).join(', ')}`,
    );
  }
  const least = Math.max(0, ...shared.map((name) => SECRET_ALGORITHMS[name]!));
  if (shared.length > 0 && (key!.trim().length < least || /^(-----|\{)/.test(key!.trim()))) {
    throw gridError('INVALID_SETTING', {
      at: 'jwt_key',
      allowed: `a secret of at least ${least} characters`,
    });
  }
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

function refuse(at: string, got: unknown, allowed: string) {
  return gridError('INVALID_SETTING', { at, got, allowed });
}
