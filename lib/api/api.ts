import { createHash } from 'node:crypto';
import type { AlarmSettings } from '../alarms';
import { GridError, toGridError } from '../errors';
import type { Answer } from './answer';
import { instruments } from '../instruments';
import { corsHeaders, preflightHeaders } from './cors';
import { DocsPage } from './docs-page';
import { Guard, type GuardOptions, type Passage } from './guard';
import type { KeptAlarms, KeptTick } from './kept-history';
import { type ApiRequest, type ApiResponse, type CheckedRequest, headerOf } from './message';
import {
  Exchanges,
  Exposition,
  gridMetrics,
  LoopDelay,
  type PrometheusClient,
  processMetrics,
} from './metrics';
import { openApiDocument, VERSION_PATH } from './openapi';
import { problemResponse } from './problem';
import { RepeatedRequests } from './repeated';
import { represent } from './represent';
import { checkRequest } from './request-check';
import type { GridRoute, Sources } from './route';
import { type Match, Router } from './router';
import { ROUTES, wholeRisk, wholeState } from './routes';
import { SECURITY_HEADERS } from './security-headers';
import { GridStore, secondsSince } from './store';
import { StreamHub } from './stream';

type Asked = Pick<
  Sources,
  'versions' | 'broker' | 'optimize' | 'findRoutes' | 'explain' | 'command' | 'audit'
>;

export interface GridApiOptions extends Asked, Pick<GuardOptions, 'access' | 'onAudit' | 'clock'> {
  /** Where the API stands on its server, such as `/api`. */
  basePath: string;
  /** See `cors.ts`. */
  corsOrigins: readonly string[];
  /** When an alarm is raised and cleared; the usual where absent. */
  alarms?: AlarmSettings;
  /** Ticks that are remembered. */
  historyLimit: number;
  /** Milliseconds; only differences count. */
  now(): number;
  /** Differs from start to start. */
  instance: string;
  /** Loads prom-client; from where packages are where absent. */
  loadPrometheus?(): Promise<PrometheusClient>;
  /** Is told each tick, to keep it, and of the alarms where they have changed. */
  keep?(tick: KeptTick, alarms: KeptAlarms | undefined): void;
  /** Told of what is kept from the client: errors that are not Gridloom's own. */
  onError?(thrown: unknown): void;
}

const EMPTY = Buffer.alloc(0);

/** The HTTP API without a server around it: a request in, an answer out, never an exception. */
export class GridApi {
  readonly store: GridStore;
  private readonly router = new Router(ROUTES);
  private readonly stream: StreamHub;
  private readonly exchanges = new Exchanges();
  private readonly loopDelay = new LoopDelay();
  private readonly sources: Sources;
  private readonly guard: Guard;
  private readonly repeated: RepeatedRequests;

  constructor(private readonly options: GridApiOptions) {
    const { versions, broker, optimize, findRoutes, explain, command, audit, now, instance } = options;
    const startedAt = now();
    const stream = new StreamHub({ instance, now, state: wholeState, risk: wholeRisk });
    this.stream = stream;
    this.store = new GridStore({ ...options, onTick: (tick, alarms) => stream.tick(tick, alarms) });
    this.guard = new Guard(options);
    this.repeated = new RepeatedRequests(now);
    const asked = {
      store: this.store,
      stream,
      versions,
      broker,
      uptime_s: () => secondsSince(startedAt, now()),
    };
    const metrics = [
      ...gridMetrics(asked, instruments),
      ...this.exchanges.metrics(),
      ...this.loopDelay.metrics(),
      ...processMetrics(),
    ];
    const exposition = new Exposition(metrics, options.loadPrometheus ?? (() => import('prom-client')));
    this.sources = {
      ...asked,
      metrics: () => exposition.answer(),
      docs: new DocsPage(),
      optimize,
      findRoutes,
      explain,
      command,
      audit,
      openapi: preparedOpenApi(options),
    };
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    const began = this.options.now();
    const passage: Passage = {};
    const response = await this.respond(request, passage).catch((thrown: unknown) =>
      this.refuse(thrown, request, passage),
    );
    const elapsed_s = Math.max(0, this.options.now() - began) / 1000;
    this.exchanges.record(passage.route, request.method, response.status, elapsed_s);
    this.guard.record(request, response, passage);
    const cors = corsHeaders(this.options.corsOrigins, headerOf(request, 'origin'));
    const vary = [response.headers.vary, cors.vary].filter(Boolean).join(', ');
    response.headers = {
      ...SECURITY_HEADERS,
      ...response.headers,
      ...this.guard.headersFor(passage, response.headers),
      ...cors,
      ...(vary && { vary }),
    };
    // A 204 or 304 has no content, and so no length (RFC 9110 §8.6).
    if (response.status !== 204 && response.status !== 304 && response.follow === undefined) {
      response.headers['content-length'] = String(response.body.length);
    }
    if (request.method === 'HEAD') response.body = EMPTY;
    return response;
  }

  /** Ends what goes on: the live streams, and the watch on the event loop. */
  close(): void {
    this.stream.close();
    this.loopDelay.close();
  }

  private async respond(request: ApiRequest, passage: Passage): Promise<ApiResponse> {
    this.guard.meet(request, passage);
    const path = withoutVersion(request.path);
    if (request.method === 'OPTIONS') {
      const allow = this.router.allowed(path);
      return { status: 204, headers: { allow, ...preflightHeaders(allow) }, body: EMPTY };
    }
    const match = this.router.match(request.method, path);
    passage.route = match.route.path;
    const visitor = await this.guard.admit(match.route, request, passage);
    const { address } = visitor;
    const checked = {
      ...request,
      path,
      address,
      ...(await checkRequest(match, request)),
      stillAdmitted: () => this.guard.stillAdmits(match.route, request, visitor),
    };
    const perform = () =>
      this.answer(match, checked, passage).catch((thrown: unknown) => this.refuse(thrown, request, passage));
    if (match.route.method === 'GET') return perform();
    const { response, replayed } = await this.repeated.answer(checked, visitor, perform);
    passage.replayed = replayed;
    return response;
  }

  private async answer(
    { route, params }: Match<GridRoute>,
    request: CheckedRequest,
    passage: Passage,
  ): Promise<ApiResponse> {
    const answer = await route.answer(this.sources, params, request);
    passage.command = answer.command;
    return represent(answer, request);
  }

  private refuse(thrown: unknown, request: ApiRequest, passage: Passage): ApiResponse {
    if (!(thrown instanceof GridError)) this.options.onError?.(thrown);
    passage.code = toGridError(thrown).code;
    return problemResponse(thrown, this.options.basePath + request.path);
  }
}

/** Every route stands below `/v1`; without it as well, as the first clients know them. */
function withoutVersion(path: string): string {
  return path.startsWith(`${VERSION_PATH}/`) ? path.slice(VERSION_PATH.length) : path;
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
