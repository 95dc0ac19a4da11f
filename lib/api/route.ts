import type { NodeRoutes, OptimizeCommand, Snapshot } from '../contract';
import type { BrokerState, Versions } from './documents';
import type { ApiRequest, ApiResponse } from './message';
import type { Route } from './router';
import type { GridStore } from './store';
import type { StreamHub } from './stream/hub';

/** What the routes answer from. */
export interface Sources {
  readonly store: GridStore;
  readonly stream: StreamHub;
  readonly versions: Versions;
  /** The OpenAPI document, prepared. */
  openapi(): Promise<Answer>;
  /** Prometheus' text. */
  metrics(): Promise<Answer>;
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
