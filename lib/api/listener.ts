import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GridApi } from './api';
import { readBody } from './body';
import type { ApiResponse } from './message';

/** A request that a framework may have handled before: its body may be parsed already. */
type Incoming = IncomingMessage & { body?: unknown };

/** The API on a Node.js server. `request.url` is what follows the base path. Never throws, always answers. */
export function httpListener(api: GridApi): (request: Incoming, response: ServerResponse) => void {
  return (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    void api
      .handle({
        method: request.method ?? 'GET',
        path: pathOf(request.url ?? '/'),
        headers: request.headers,
        body: async () =>
          request.readableEnded || request.body !== undefined ? request.body : readBody(request),
        signal: gone.signal,
      })
      .then((answer) => send(answer, request, response));
  };
}

function send(
  { status, headers, body }: ApiResponse,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (response.destroyed || response.headersSent) return;
  // What is left of a refused body is not read, so the connection cannot be used again.
  if (status === 413) headers.connection = 'close';
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The path of a request line, in origin form or in absolute form (RFC 9112 §3.2), without the query. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0]!;
  return path === '' ? '/' : path;
}
