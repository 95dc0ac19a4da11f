/**
 * Whether a client's copy is the newest: If-None-Match as RFC 9110 §13.1.2 has it, compared weakly, since a cache on
 * the way may have weakened the tag.
 */
export function isCurrent(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === '') return false;
  return ifNoneMatch
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
}
