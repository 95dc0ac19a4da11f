import { type NodeRoutes, type OptimizeCommand, type Snapshot, serializeState } from '../contract';
import { gridError } from '../errors';
import { dataSourceDocument } from './answers/data-source';
import { healthDocument } from './answers/health';
import { writeLoss } from './answers/loss';
import { nodeDocument } from './answers/node';
import { writeOptimizeResult } from './answers/optimize';
import { writePaths } from './answers/paths';
import { writeRisk } from './answers/risk';
import { writeStatistics } from './answers/statistics';
import type { BrokerState, Versions } from './documents';
import type { ApiRequest, ApiResponse } from './message';
import { alternativesOf } from './node-query';
import { readOptimizeRequest } from './optimize-request';
import type { Route } from './router';
import type { GridStore } from './store';

/** What the routes answer from. */
export interface Sources {
  readonly store: GridStore;
  readonly versions: Versions;
  /** The OpenAPI document, prepared. */
  openapi(): Promise<Answer>;
  uptime_s(): number;
  broker(): BrokerState | null;
  optimize(command: OptimizeCommand, signal?: AbortSignal): Promise<Snapshot>;
  /** By which ways a node can be supplied, in the state of an optimised snapshot. Absent where nobody can say. */
  findRoutes?(snapshot: Snapshot, node: string, alternatives: number): Promise<NodeRoutes>;
}

/** What a route answers with. Without an ETag it is of the moment and not to be kept. */
export interface Answer {
  body: Buffer;
  etag?: string;
  /** JSON unless it says otherwise. */
  mediaType?: string;
  /** Further headers of the answer, names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** See `ApiResponse`. */
  follow?: ApiResponse['follow'];
}

export interface GridRoute extends Route {
  answer(sources: Sources, params: Readonly<Record<string, string>>, request: ApiRequest): Promise<Answer>;
}

export const ROUTES: readonly GridRoute[] = [
  { method: 'GET', path: '/health', answer: health },
  { method: 'GET', path: '/openapi.json', answer: ({ openapi }) => openapi() },
  { method: 'GET', path: '/grid/state', answer: state },
  { method: 'POST', path: '/grid/optimize', answer: optimize },
  { method: 'GET', path: '/grid/paths', answer: prepared('paths', writePaths) },
  { method: 'GET', path: '/grid/risk', answer: prepared('risk', writeRisk) },
  { method: 'GET', path: '/grid/loss', answer: prepared('loss', writeLoss) },
  { method: 'GET', path: '/grid/statistics', answer: prepared('statistics', writeStatistics) },
  { method: 'GET', path: '/grid/node/{id}', answer: node },
  { method: 'GET', path: '/grid/data-source', answer: async ({ store }) => json(dataSourceDocument(store)) },
];

/** A document that is written once a tick. */
function prepared(name: string, write: (tick: GridStore['tick']) => Promise<Buffer>): GridRoute['answer'] {
  return async ({ store: { tick } }) => ({
    etag: tick.etag,
    body: await tick.document(name, () => write(tick)),
  });
}

async function health({ store, uptime_s, versions, broker }: Sources): Promise<Answer> {
  return json(healthDocument(store, uptime_s(), versions, broker()));
}

async function state({ store: { tick } }: Sources): Promise<Answer> {
  return { etag: tick.etag, body: await serializeState(tick.snapshot) };
}

async function node(
  { store: { tick }, findRoutes }: Sources,
  params: Readonly<Record<string, string>>,
  request: ApiRequest,
): Promise<Answer> {
  const id = params.id!;
  const count = alternativesOf(request);
  if (count === undefined) {
    const write = async () => Buffer.from(JSON.stringify(nodeDocument(tick, id)));
    return { etag: tick.etag, body: await tick.document(`node/${id}`, write) };
  }
  const write = async () => {
    // First, as it refuses an id that the grid does not have.
    nodeDocument(tick, id);
    const routes = await routesFrom(findRoutes, tick, id, count);
    return Buffer.from(JSON.stringify(nodeDocument(tick, id, routes)));
  };
  return { etag: tick.etag, body: await tick.computed(`node/${id}?alternatives=${count}`, write) };
}

async function routesFrom(
  findRoutes: Sources['findRoutes'],
  { snapshot }: GridStore['tick'],
  id: string,
  count: number,
): Promise<NodeRoutes> {
  if (findRoutes !== undefined && snapshot.optimization !== undefined) return findRoutes(snapshot, id, count);
  throw gridError('NOT_READY', {
    at:
      findRoutes === undefined
        ? 'no network to find paths in'
        : `tick ${snapshot.sequence} carries no optimization`,
    remedy: 'Wire path-optimize before grid-api, and give grid-api its grid-model',
  });
}

async function optimize(sources: Sources, _params: unknown, request: ApiRequest): Promise<Answer> {
  const command = await readOptimizeRequest(request);
  void sources.store.tick;
  const snapshot = await sources.optimize(command, request.signal);
  return { body: await writeOptimizeResult(snapshot) };
}

function json(document: object): Answer {
  return { body: Buffer.from(JSON.stringify(document)) };
}
