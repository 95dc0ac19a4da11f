import type { AuditEntry } from '../access';
import type { NodeRoutes, OptimizeCommand, Snapshot, SnapshotEdge } from '../contract';
import type { Answer } from './answer';
import type { SwitchingCommand } from './command-request';
import type { DocsPage } from './docs-page';
import type { BrokerState, EdgeExplanation, Versions } from './documents';
import type { CheckedRequest } from './message';
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
  readonly docs: DocsPage;
  uptime_s(): number;
  broker(): BrokerState | null;
  optimize(command: OptimizeCommand, signal?: AbortSignal): Promise<Snapshot>;
  /** Hands a command to the flow; NOT_READY where it leads nowhere. Absent where nobody takes commands. */
  command?(command: SwitchingCommand): void;
  /** The newest entries of the audit log, the newest first. Absent where there is none. */
  audit?(limit: number): Promise<AuditEntry[]>;
  /** By which ways a node can be supplied, in the state of an optimised snapshot. Absent where nobody can say. */
  findRoutes?(snapshot: Snapshot, node: string, alternatives: number): Promise<NodeRoutes>;
  /** Why the model of a scored snapshot says what it says of an edge. Absent, or null, where nobody can say. */
  explain?(snapshot: Snapshot, edge: SnapshotEdge): Promise<EdgeExplanation | null>;
}

export interface GridRoute extends Route {
  answer(
    sources: Sources,
    params: Readonly<Record<string, string>>,
    request: CheckedRequest,
  ): Promise<Answer>;
}
