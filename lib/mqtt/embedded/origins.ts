import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/**
 * Whether a WebSocket may be opened. Browsers let any page open one to any address, and say in `Origin` whose page it
 * is. So a page may connect where it comes from the machine that it connects to, named by an address or `localhost`
 * (a name could have been made to lead here), or where its origin is listed. Programs that are no browsers send no origin.
 */
export function mayConnect({ origin, host = '' }: IncomingHttpHeaders, listed: readonly string[]): boolean {
  if (origin === undefined || listed.includes(origin)) return true;
  const page = URL.parse(origin)?.hostname;
  const here = URL.parse(`http://${host}`)?.hostname;
  if (page === undefined || here === undefined) return false;
  return page === here && (page === 'localhost' || isIP(page.replace(/^\[|\]$/g, '')) !== 0);
}
