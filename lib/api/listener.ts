import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GridApi } from './api';
import { hasBody, readBody } from './body';
import { Deliveries } from './deliveries';
import type { ApiResponse } from './message';

const FOREIGN_HEADERS = ['access-control-allow-origin', 'access-control-allow-credentials', 'x-powered-by'];

/** A request that a framework may have handled before: its body may be parsed already. */
type Incoming = IncomingMessage & { body?: unknown };

/** The API on a Node.js server. `request.url` is what follows the base path. Never throws, always answers. */
export function httpListener(
  api: GridApi,
  deliveries = new Deliveries(),
): (request: Incoming, response: ServerResponse) => void {
  return (request, response) => {
    const gone = new AbortController();
    response.once('close', () => {
      // With a reason of its own: the usual one is made with a stack trace, at each request.
      if (!response.writableFinished) gone.abort('the client has gone');
    });
    void api
      .handle({
        method: request.method ?? 'GET',
        ...targetOf(request.url ?? '/'),
        headers: request.headers,
        // A connection that is gone has none: that is not this machine.
        address: request.socket.remoteAddress ?? '',
        body: () => bodyOf(request),
        signal: gone.signal,
      })
      .then((answer) => send(answer, request, response, deliveries));
  };
}

/** Parsed by a framework before us, or read here. */
async function bodyOf(request: Incoming): Promise<unknown> {
  const taken = !hasBody(request) && (request.readableEnded || request.body !== undefined);
  return taken ? request.body : readBody(request);
}

function send(
  { status, headers, body, follow }: ApiResponse,
  request: IncomingMessage,
  response: ServerResponse,
  deliveries: Deliveries,
): void {
  if (response.destroyed || response.headersSent) return;
  // What is left of a refused body is not read, so the connection cannot be used again.
  if (status === 413 || status === 408) headers.connection = 'close';
  // What a server before us said for its own pages, or of itself, does not hold for these.
  for (const name of FOREIGN_HEADERS) response.removeHeader(name);
  response.writeHead(status, headers);
  if (follow !== undefined && request.method !== 'HEAD') {
    response.flushHeaders();
    follow(response);
  } else if (request.method === 'HEAD') response.end();
  else deliveries.send(response, body);
}

/** Path and query of a request line, in origin form or in absolute form (RFC 9112 §3.2). */
function targetOf(target: string): { path: string; query: string } {
  const [whole] = target.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 1);
  const end = whole.indexOf('?');
  const path = end < 0 ? whole : whole.slice(0, end);
  return { path: path === '' ? '/' : path, query: end < 0 ? '' : whole.slice(end + 1) };
}
