import { createHash } from 'node:crypto';
import { GridError } from '../errors';
import { isCurrent } from './conditional';
import { corsHeaders, preflightHeaders } from './cors';
import type { KeptTick } from './kept-history';
import { type ApiRequest, type ApiResponse, headerOf } from './message';
import { openApiDocument } from './openapi';
import { problemResponse } from './problem';
import { Router } from './router';
import { type Answer, ROUTES, type Sources } from './routes';
import { GridStore, secondsSince } from './store';

export interface GridApiOptions extends Pick<Sources, 'versions' | 'broker' | 'optimize' | 'findRoutes'> {
  /** Where the API stands on its server, such as `/api`. */
  basePath: string;
  /** See `cors.ts`. */
  corsOrigins: readonly string[];
  /** Ticks that are remembered. */
  historyLimit: number;
  /** Milliseconds; only differences count. */
  now(): number;
  /** Differs from start to start. */
  instance: string;
  /** Is told each tick, to keep it. */
  onTick?(tick: KeptTick): void;
  /** Told of what is kept from the client: errors that are not Gridloom's own. */
  onError?(thrown: unknown): void;
}

const EMPTY = Buffer.alloc(0);

/** The HTTP API without a server around it: a request in, an answer out, never an exception. */
export class GridApi {
  readonly store: GridStore;
  private readonly router = new Router(ROUTES);
  private readonly sources: Sources;

  constructor(private readonly options: GridApiOptions) {
    const { versions, broker, optimize, findRoutes, now } = options;
    const startedAt = now();
    this.store = new GridStore(options);
    this.sources = {
      store: this.store,
      versions,
      broker,
      optimize,
      findRoutes,
      uptime_s: () => secondsSince(startedAt, now()),
      openapi: preparedOpenApi(options),
    };
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    const response = await this.respond(request).catch((thrown: unknown) => this.refuse(thrown, request));
    const cors = corsHeaders(this.options.corsOrigins, headerOf(request, 'origin'));
    Object.assign(response.headers, cors, { 'x-content-type-options': 'nosniff' });
    // A 204 or 304 has no content, and so no length (RFC 9110 §8.6).
    if (response.status !== 204 && response.status !== 304) {
      response.headers['content-length'] = String(response.body.length);
    }
    if (request.method === 'HEAD') response.body = EMPTY;
    return response;
  }

  private async respond(request: ApiRequest): Promise<ApiResponse> {
    if (request.method === 'OPTIONS') {
      const allow = this.router.allowed(request.path);
      return { status: 204, headers: { allow, ...preflightHeaders(allow) }, body: EMPTY };
    }
    const { route, params } = this.router.match(request.method, request.path);
    const answer = await route.answer(this.sources, params, request);
    return conditional(answer, headerOf(request, 'if-none-match'));
  }

  private refuse(thrown: unknown, request: ApiRequest): ApiResponse {
    if (!(thrown instanceof GridError)) this.options.onError?.(thrown);
    return problemResponse(thrown, this.options.basePath + request.path);
  }
}

function conditional({ body, etag }: Answer, ifNoneMatch: string): ApiResponse {
  const headers: Record<string, string> =
    etag === undefined ? { 'cache-control': 'no-store' } : { etag, 'cache-control': 'no-cache' };
  if (etag !== undefined && isCurrent(ifNoneMatch, etag)) return { status: 304, headers, body: EMPTY };
  headers['content-type'] = 'application/json';
  return { status: 200, headers, body };
}

/** The document is written when first asked for. */
function preparedOpenApi({ basePath, versions }: GridApiOptions): Sources['openapi'] {
  let prepared: Promise<Answer> | undefined;
  const write = async (): Promise<Answer> => {
    const body = Buffer.from(JSON.stringify(await openApiDocument({ basePath, version: versions.package })));
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
  };
  return () => {
    prepared ??= write();
    return prepared;
  };
}
