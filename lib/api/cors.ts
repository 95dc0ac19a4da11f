/**
 * Which web pages may read the answers (the CORS protocol of the Fetch standard). An entry is an origin such as
 * `https://control.example`, an origin with any port (`http://localhost:*`), or `*` for every page.
 */
export const LOOPBACK_ORIGINS: readonly string[] = [
  'http://localhost:*',
  'http://127.0.0.1:*',
  'http://[::1]:*',
];

/** Seconds for which a browser may remember a preflight's answer. */
const PREFLIGHT_AGE_S = 600;

/** True for an entry that `corsHeaders` understands. */
export function isOriginPattern(entry: string): boolean {
  return entry === '*' || /^https?:\/\/[^/\s*?#@]+(:\*)?$/i.test(entry);
}

/** The headers that let the page of this origin read an answer. */
export function corsHeaders(origins: readonly string[], origin: string): Record<string, string> {
  if (origins.includes('*')) return { 'access-control-allow-origin': '*', ...EXPOSED };
  // Said even where the origin is refused or absent, so that a shared cache never mixes the answers up.
  const vary = { vary: 'Origin' };
  return isAllowedOrigin(origins, origin)
    ? { ...vary, 'access-control-allow-origin': origin, ...EXPOSED }
    : vary;
}

/** True for the origin of a page that may read the answers. */
export function isAllowedOrigin(origins: readonly string[], origin: string): boolean {
  return origin !== '' && origins.some((pattern) => pattern === '*' || matches(pattern, origin));
}

const EXPOSED = {
  'access-control-expose-headers':
    'ETag, Retry-After, Link, WWW-Authenticate, RateLimit, RateLimit-Policy, Idempotent-Replayed',
};

/** The further headers of a preflight's answer. */
export function preflightHeaders(allow: string): Record<string, string> {
  return {
    'access-control-allow-methods': allow,
    'access-control-allow-headers':
      'Authorization, X-API-Key, Content-Type, If-None-Match, Last-Event-ID, Idempotency-Key',
    'access-control-max-age': String(PREFLIGHT_AGE_S),
  };
}

function matches(pattern: string, origin: string): boolean {
  if (!pattern.endsWith(':*')) return pattern.toLowerCase() === origin;
  const host = pattern.slice(0, -2).toLowerCase();
  return (
    origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)))
  );
}
