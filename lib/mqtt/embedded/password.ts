import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string | Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** The costs of scrypt (RFC 7914): N = 2^ln, r, p. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** One of the settings that OWASP's Password Storage Cheat Sheet recommends; 16 MiB and about 0.2 s. */
const COST: ScryptCost = { ln: 14, r: 8, p: 5 };

const MAX_COST: ScryptCost = { ln: 17, r: 16, p: 16 };

const HASH = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{16,86})\$([\w+/]{43,86})$/;

/** A hash in the PHC string format, which names its costs and salt: $scrypt$ln=14,r=8,p=5$SALT$HASH. */
export async function hashPassword(password: string, cost: ScryptCost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, optionsOf(cost));
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${bare(salt)}$${bare(hash)}`;
}

/** Whether it is a hash of `hashPassword`, with costs that a broker can bear. */
export function isPasswordHash(text: string): boolean {
  const parts = HASH.exec(text);
  if (parts === null) return false;
  const { ln, r, p } = costOf(parts);
  return ln > 0 && r > 0 && p > 0 && ln <= MAX_COST.ln && r <= MAX_COST.r && p <= MAX_COST.p;
}

/** Off the event loop, in a time that tells nothing of the secret. */
export async function passwordMatches(password: string | Buffer, hash: string): Promise<boolean> {
  const parts = HASH.exec(hash);
  if (parts === null || !isPasswordHash(hash)) return false;
  const wanted = Buffer.from(parts[5] as string, 'base64');
  const salt = Buffer.from(parts[4] as string, 'base64');
  return timingSafeEqual(wanted, await derive(password, salt, wanted.length, optionsOf(costOf(parts))));
}

function costOf([, ln, r, p]: RegExpExecArray): ScryptCost {
  return { ln: Number(ln), r: Number(r), p: Number(p) };
}

function optionsOf({ ln, r, p }: ScryptCost): ScryptOptions {
  const N = 2 ** ln;
  return { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 };
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
