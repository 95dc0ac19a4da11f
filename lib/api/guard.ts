import { Access, type AuditEntry, type Approach, rateHeaders, type Visitor } from '../access';
import { gridError, type ErrorCode } from '../errors';
import { isAllowedOrigin } from './cors';
import { type ApiRequest, type ApiResponse, headerOf } from './message';
import { scopeOf } from './route-scopes';
import type { Route } from './router';

export interface GuardOptions {
  /** Without it everybody may ask everything, as in one process. */
  access?: Access;
  /** Takes what commands came to, and refused attempts. */
  onAudit?(entry: AuditEntry): void;
  corsOrigins: readonly string[];
  basePath: string;
  now(): number;
  /** The time of day, for the audit log. */
  clock?(): Date;
}

/** What is known of a request on its way through the API. */
export interface Passage {
  /** The path of its route, whatever comes of it. */
  route?: string;
  visitor?: Visitor;
  /** Whether it is on a route that changes something. */
  isCommand?: boolean;
  /** Where it was refused. */
  code?: ErrorCode;
  command?: object;
  replayed?: boolean;
}

/** Stands before the routes: who asks, whether he may, and on record what came of it. */
export class Guard {
  private readonly access: Access;

  constructor(private readonly options: GuardOptions) {
    const { now } = options;
    this.access =
      options.access ??
      new Access({ mode: 'never', isLocal: () => true, trustedProxies: [], requestsPerSecond: 1000, now });
  }

  /** Before it is known what is asked for. TOO_MANY_REQUESTS. */
  meet(request: ApiRequest, passage: Passage): void {
    passage.visitor = this.access.meet(approachOf(request));
  }

  /** Who asks, and whether he may: what `Access` throws, and FORBIDDEN for a command of a foreign web page. */
  async admit(route: Route, request: ApiRequest, passage: Passage): Promise<Visitor> {
    const scope = scopeOf(route);
    const met = passage.visitor!;
    passage.isCommand = route.method !== 'GET';
    if (scope === 'none') return met;
    const visitor = await this.access.identify(met, approachOf(request));
    passage.visitor = visitor;
    this.access.authorise(visitor, scope);
    if (passage.isCommand && !visitor.identified) this.refuseForeignPage(request);
    return visitor;
  }

  /** Whether one who was let in would be let in now; an issuer that cannot be asked just now changes nothing. */
  async stillAdmits(route: Route, request: ApiRequest, visitor: Visitor): Promise<boolean> {
    const scope = scopeOf(route);
    if (scope === 'none') return true;
    return this.access.stillOpens(visitor, approachOf(request), scope).catch(() => true);
  }

  /** How often the client may still ask; and an answer to one client is kept by no cache that others share. */
  headersFor(
    { visitor }: Passage,
    { 'cache-control': kept }: Record<string, string>,
  ): Record<string, string> {
    const own = visitor?.required === true || visitor?.identified === true;
    return {
      ...(visitor?.allowance === undefined ? {} : rateHeaders(visitor.allowance)),
      ...(own && kept === 'no-cache' ? { 'cache-control': 'private, no-cache' } : {}),
    };
  }

  /** Commands, and attempts that were refused; not those that came too often, which would push all else out of the log. */
  record(request: ApiRequest, { status }: ApiResponse, passage: Passage): void {
    const { visitor, command = null, code = null, replayed } = passage;
    const { onAudit, clock = () => new Date(), basePath } = this.options;
    const counts = passage.isCommand || status === 401 || status === 403;
    if (onAudit === undefined || visitor === undefined || !counts || status === 429) return;
    const done = status === 202 ? 'handed_over' : 'done';
    onAudit({
      time: clock().toISOString(),
      who: visitor.who,
      address: visitor.address,
      action: `${request.method} ${basePath}${request.path}`,
      command,
      result: status >= 400 ? 'refused' : replayed ? 'replayed' : done,
      status,
      code,
    });
  }

  /**
   * Where nobody has to say who he is, any page open in a browser on this machine could send commands; browsers name
   * the page's origin with each of them.
   */
  private refuseForeignPage(request: ApiRequest): void {
    const origin = headerOf(request, 'origin');
    const own = origin.replace(/^https?:\/\//, '') === headerOf(request, 'host');
    if (origin === '' || own || isAllowedOrigin(this.options.corsOrigins, origin)) return;
    throw gridError('FORBIDDEN', {
      at: 'header Origin',
      got: origin,
      allowed: 'commands from web pages that cors_origins lists',
    });
  }
}

/** A call within the process is as one from this machine. */
function approachOf({ address = '127.0.0.1', headers }: ApiRequest): Approach {
  return { peer: address, headers };
}
