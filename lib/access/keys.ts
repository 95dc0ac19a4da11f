import { createHash, timingSafeEqual } from 'node:crypto';
import { gridError } from '../errors';
import { MAX_KEY_DAYS, MAX_KEY_NAME } from './limits';
import { isScope, SCOPES, type Scope } from './scopes';

/** An API key as it is kept: never the secret itself. */
export interface ApiKey {
  /** Eight hexadecimal digits, which the secret begins with, to be recognised by. */
  id: string;
  name: string;
  scopes: Scope[];
  /** ISO 8601, UTC. */
  created: string;
  /** ISO 8601, UTC; null where it never expires. */
  expires: string | null;
  /** SHA-256 of the secret, in hexadecimal. */
  hash: string;
}

/** What a key is to be. */
export interface KeyWish {
  name: string;
  scopes: Scope[];
  /** Days from now; null for ever. */
  expires_days: number | null;
}

export interface IssuedKey {
  key: ApiKey;
  /** `glm_<id>_<256 random bits>`: shown once, and then nowhere. */
  secret: string;
}

const SECRET = /^glm_([0-9a-f]{8})_[\w-]{43}$/;

export function issueKey(
  { name, scopes, expires_days }: KeyWish,
  now: Date,
  randomBytes: (size: number) => Buffer,
): IssuedKey {
  const id = randomBytes(4).toString('hex');
  const secret = `glm_${id}_${randomBytes(32).toString('base64url')}`;
  const expires = expires_days === null ? null : new Date(now.getTime() + expires_days * 86_400_000);
  return {
    secret,
    key: {
      id,
      name,
      scopes,
      created: now.toISOString(),
      expires: expires?.toISOString() ?? null,
      hash: digest(secret).toString('hex'),
    },
  };
}

/** The id that a text names, where it is formed as a secret. */
export function idOfSecret(text: string): string | undefined {
  return SECRET.exec(text)?.[1];
}

/** Whether a text is an API key, whole or cut off, and no token. */
export function isMeantAsKey(text: string): boolean {
  return text.startsWith('glm_');
}

/** Whether this is the secret of a key, in a time that tells nothing of how much of it is right. */
export function opens(key: ApiKey, secret: string): boolean {
  return timingSafeEqual(digest(secret), Buffer.from(key.hash, 'hex'));
}

export function isExpired({ expires }: ApiKey, now: Date): boolean {
  return expires !== null && now.getTime() >= Date.parse(expires);
}

/**
 * One round of SHA-256, and no slow hash: those are for passwords, which can be guessed; 256 random bits cannot, and a
 * slow hash would let every wrong key cost the server tens of milliseconds.
 */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What the editor asks for; INVALID_BODY names the field that is wrong. */
export function readKeyWish(value: unknown): KeyWish {
  const { name, scopes, expires_days = null } = (value ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || !/^[^\p{C}]+$/u.test(name) || name.length > MAX_KEY_NAME) {
    throw refuse('name', name, `1 to ${MAX_KEY_NAME} characters on one line`);
  }
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    throw refuse('scopes', scopes, `at least one of ${SCOPES.join(', ')}`);
  }
  const days = expires_days as number;
  if (expires_days !== null && !(typeof days === 'number' && days > 0 && days <= MAX_KEY_DAYS)) {
    throw refuse('expires_days', expires_days, `a number up to ${MAX_KEY_DAYS}, or null for never`);
  }
  return { name, scopes: SCOPES.filter((scope) => scopes.includes(scope)), expires_days: days };
}

function refuse(field: string, got: unknown, allowed: string) {
  return gridError('INVALID_BODY', { at: `body.${field}`, got, allowed });
}

/** A key as a file has it; undefined for what is none. */
export function storedKey(value: unknown): ApiKey | undefined {
  const { id, name, scopes, created, expires, hash } = (value ?? {}) as Record<string, unknown>;
  const right =
    /^[0-9a-f]{8}$/.test(String(id)) &&
    /^[0-9a-f]{64}$/.test(String(hash)) &&
    typeof name === 'string' &&
    Array.isArray(scopes) &&
    scopes.every(isScope) &&
    isTime(created) &&
    (expires === null || isTime(expires));
  return right ? ({ id, name, scopes, created, expires, hash } as ApiKey) : undefined;
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
