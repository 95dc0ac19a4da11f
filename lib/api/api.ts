import { createHash } from 'node:crypto';
import { GridError, toGridError } from '../errors';
import { isCurrent } from './conditional';
import { corsHeaders, preflightHeaders } from './cors';
import { Guard, type GuardOptions, type Passage } from './guard';
import { type ApiRequest, type ApiResponse, headerOf } from './message';
import { openApiDocument } from './openapi';
import { problemResponse } from './problem';
import { RepeatedRequests } from './repeated';
import { checkRequest } from './request-check';
import { type Match, Router } from './router';
import { type Answer, type GridRoute, ROUTES, type Sources } from './routes';
import { SECURITY_HEADERS } from './security-headers';
import { GridStore, secondsSince } from './store';

type Asked = Pick<Sources, 'versions' | 'broker' | 'optimize' | 'findRoutes' | 'command' | 'audit'>;

export interface GridApiOptions extends Asked, Pick<GuardOptions, 'access' | 'onAudit' | 'clock'> {
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
  /** Told of what is kept from the client: errors that are not Gridloom's own. */
  onError?(thrown: unknown): void;
}

const EMPTY = Buffer.alloc(0);

/** The HTTP API without a server around it: a request in, an answer out, never an exception. */
export class GridApi {
  readonly store: GridStore;
  private readonly router = new Router(ROUTES);
  private readonly sources: Sources;
  private readonly guard: Guard;
  private readonly repeated: RepeatedRequests;

  constructor(private readonly options: GridApiOptions) {
    const { versions, broker, optimize, findRoutes, command, audit, now } = options;
    const startedAt = now();
    this.store = new GridStore(options);
    this.guard = new Guard(options);
    this.repeated = new RepeatedRequests(now);
    this.sources = {
      store: this.store,
      versions,
      broker,
      optimize,
      findRoutes,
      command,
      audit,
      uptime_s: () => secondsSince(startedAt, now()),
      openapi: preparedOpenApi(options),
    };
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    const passage: Passage = {};
    const response = await this.respond(request, passage).catch((thrown: unknown) =>
      this.refuse(thrown, request, passage),
    );
    const cors = corsHeaders(this.options.corsOrigins, headerOf(request, 'origin'));
    response.headers = {
      ...SECURITY_HEADERS,
      ...response.headers,
      ...cors,
      ...this.guard.headersFor(passage),
    };
    if (this.guard.isPrivate(passage) && response.headers['cache-control'] === 'no-cache') {
      response.headers['cache-control'] = 'private, no-cache';
    }
    this.guard.record(request, response, passage);
    // A 204 or 304 has no content, and so no length (RFC 9110 §8.6).
    if (response.status !== 204 && response.status !== 304) {
      response.headers['content-length'] = String(response.body.length);
    }
    if (request.method === 'HEAD') response.body = EMPTY;
    return response;
  }

  private async respond(request: ApiRequest, passage: Passage): Promise<ApiResponse> {
    this.guard.meet(request, passage);
    if (request.method === 'OPTIONS') {
      const allow = this.router.allowed(request.path);
      return { status: 204, headers: { allow, ...preflightHeaders(allow) }, body: EMPTY };
    }
    const match = this.router.match(request.method, request.path);
    const visitor = await this.guard.admit(match.route, request, passage);
    const checked = { ...request, json: await checkRequest(match, request) };
    const perform = () =>
      this.answer(match, checked, passage).catch((thrown: unknown) => this.refuse(thrown, request, passage));
    if (match.route.method === 'GET') return perform();
    const { response, replayed } = await this.repeated.answer(checked, visitor, perform);
    passage.replayed = replayed;
    return response;
  }

  private async answer(
    { route, params }: Match<GridRoute>,
    request: ApiRequest,
    passage: Passage,
  ): Promise<ApiResponse> {
    const answer = await route.answer(this.sources, params, request);
    passage.command = answer.command;
    return conditional(answer, headerOf(request, 'if-none-match'));
  }

  private refuse(thrown: unknown, request: ApiRequest, passage: Passage): ApiResponse {
    if (!(thrown instanceof GridError)) this.options.onError?.(thrown);
    passage.code = toGridError(thrown).code;
    return problemResponse(thrown, this.options.basePath + request.path);
  }
}

function conditional({ body, etag, status }: Answer, ifNoneMatch: string): ApiResponse {
  const headers: Record<string, string> =
    etag === undefined ? { 'cache-control': 'no-store' } : { etag, 'cache-control': 'no-cache' };
  if (etag !== undefined && isCurrent(ifNoneMatch, etag)) return { status: 304, headers, body: EMPTY };
  headers['content-type'] = 'application/json';
  return { status: status ?? 200, headers, body };
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
