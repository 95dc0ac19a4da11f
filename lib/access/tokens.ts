import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose' with {
  'resolution-mode': 'import',
};
import { GridError, gridError } from '../errors';
import { fetchKeySet } from './key-set';
import { JWKS_CACHE_MS, JWKS_COOLDOWN_MS, JWKS_TIMEOUT_MS, MAX_TOKEN_CHARACTERS } from './limits';
import { isScope, type Scope } from './scopes';

type Jose = typeof import('jose', { with: { 'resolution-mode': 'import' }});

export interface TokenSettings {
  /** Where the issuer publishes its keys; else `key`. */
  jwksUrl?: string;
  /** A public key as PEM or JWK, or the secret of HS256, HS384 or HS512. */
  key?: string;
  issuer: string;
  audience: string;
  algorithms: readonly string[];
  /** Where the scopes stand; empty for `scope`, else `scp`. */
  scopeClaim: string;
  tolerance_s: number;
}

export interface TokenHolder {
  subject: string;
  scopes: ReadonlySet<Scope>;
}

/** Checks the signed tokens (JWT, RFC 7519 and 8725) of one issuer. */
export class Tokens {
  private preparing: Promise<{ jose: Jose; key: JWTVerifyGetKey }> | undefined;

  constructor(
    private readonly settings: TokenSettings,
    private readonly clock: () => Date,
    private readonly load: () => Promise<Jose> = () => import('jose'),
  ) {}

  /**
   * Who holds this token, or what is the matter with it. NOT_READY where tokens cannot be checked: jose is not
   * installed, or the issuer's keys cannot be had.
   */
  async check(token: string): Promise<TokenHolder | string> {
    if (token.length > MAX_TOKEN_CHARACTERS) return 'the token is too long';
    const { issuer, audience, algorithms, tolerance_s } = this.settings;
    const { jose, key } = await this.prepared();
    const options: JWTVerifyOptions = {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: tolerance_s,
      currentDate: this.clock(),
      requiredClaims: ['exp'],
    };
    try {
      const { payload } = await jose.jwtVerify(token, key, options);
      return { subject: subjectOf(payload), scopes: scopesOf(payload, this.settings.scopeClaim) };
    } catch (thrown) {
      if (thrown instanceof GridError) throw thrown;
      return faultOf(jose, thrown);
    }
  }

  private prepared() {
    this.preparing ??= this.prepare().catch((thrown) => {
      this.preparing = undefined;
      throw thrown;
    });
    return this.preparing;
  }

  private async prepare(): Promise<{ jose: Jose; key: JWTVerifyGetKey }> {
    const jose = await this.load().catch(() => {
      throw gridError('NOT_READY', {
        at: 'tokens cannot be checked: the package jose is not installed',
        remedy: 'Run npm install jose in the folder of Node-RED, or use API keys',
      });
    });
    const { jwksUrl, key } = this.settings;
    if (jwksUrl === undefined)
      return { jose, key: await givenKey(jose, key ?? '', this.settings.algorithms) };
    const remote = jose.createRemoteJWKSet(new URL(jwksUrl), {
      timeoutDuration: JWKS_TIMEOUT_MS,
      cacheMaxAge: JWKS_CACHE_MS,
      cooldownDuration: JWKS_COOLDOWN_MS,
      [jose.customFetch]: fetchKeySet,
    });
    return { jose, key: (header, input) => remote(header, input) };
  }
}

/** Symmetric algorithms and public keys exclude each other (see the settings), so that no public key becomes a secret. */
async function givenKey(jose: Jose, text: string, algorithms: readonly string[]): Promise<JWTVerifyGetKey> {
  const trimmed = text.trim();
  if (algorithms.every((name) => name.startsWith('HS'))) {
    const secret = new TextEncoder().encode(trimmed);
    return async () => secret;
  }
  const imported = new Map<string, ReturnType<Jose['importSPKI']>>();
  return ({ alg }) => {
    const key = imported.get(alg!) ?? importPublic(jose, trimmed, alg!);
    imported.set(alg!, key);
    return key;
  };
}

async function importPublic(jose: Jose, text: string, algorithm: string): ReturnType<Jose['importSPKI']> {
  if (!text.startsWith('{')) return jose.importSPKI(text, algorithm);
  const key = await jose.importJWK(JSON.parse(text), algorithm);
  if (key instanceof Uint8Array) throw new Error('no public key');
  return key;
}

function subjectOf({ sub, client_id, azp }: JWTPayload): string {
  const name = [sub, client_id, azp].find((value) => typeof value === 'string' && value !== '');
  return String(name ?? 'unnamed').slice(0, 128);
}

/** Of `scope` (RFC 8693 §4.2), words with blanks between them, or of a list as `scp` is; `gridloom:read` counts as `read`. */
function scopesOf(payload: JWTPayload, claim: string): ReadonlySet<Scope> {
  const value = claim === '' ? (payload.scope ?? payload.scp) : payload[claim];
  const words = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : [];
  return new Set(words.map((word) => String(word).replace(/^gridloom:/, '')).filter(isScope));
}

/** In words that say nothing of keys; anything that is not about the token itself is no fault of the client. */
function faultOf(jose: Jose, thrown: unknown): string {
  const { errors } = jose;
  if (thrown instanceof errors.JWTExpired) return 'the token has expired';
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return `the claim "${thrown.claim}" of the token is not right`;
  if (thrown instanceof errors.JOSEAlgNotAllowed)
    return 'the algorithm of the token is not among those allowed';
  if (thrown instanceof errors.JWKSNoMatchingKey || thrown instanceof errors.JWKSMultipleMatchingKeys)
    return 'the key of the token is not among those of its issuer';
  if (thrown instanceof errors.JWSSignatureVerificationFailed)
    return 'the signature of the token is not right';
  if (thrown instanceof errors.JWSInvalid || thrown instanceof errors.JWTInvalid)
    return 'the token is no JWT';
  if (thrown instanceof errors.JOSENotSupported) return 'the token uses what is not supported';
  throw gridError('NOT_READY', {
    at: "tokens cannot be checked: the issuer's keys cannot be had",
    remedy: 'Ask again in a moment',
  });
}
