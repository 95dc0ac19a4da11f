import type {
  EdgeRisk,
  Episode,
  FailureType,
  Id,
  NonNegative,
  Optimization,
  RiskDrift,
  RiskExplanation,
  RiskModelInfo,
  RiskWeight,
  Snapshot,
  SnapshotEdge,
  SnapshotNode,
  SupplyBackup,
  SupplyPath,
  Timestamp,
} from '../contract';
import type { ErrorCode } from '../errors';

/**
 * What the API answers. These types are the one source of its shapes: the schemas of the OpenAPI document are
 * generated from them at build time (`scripts/generate-schemas.mjs`), and from the contract's types beneath.
 */

/** A whole number, 0 or more.
 * @asType integer
 * @minimum 0 */
export type Count = number;

/** Which state of the grid a document is of. */
export interface TickHead {
  grid_id: Id;
  sequence: Count;
  /** When the state was measured, ISO 8601 in UTC. */
  timestamp: Timestamp;
}

export interface HealthDocument {
  /** `starting` before the first tick; `stale` when the newest tick is older than three intervals. */
  status: 'starting' | 'ok' | 'stale';
  /** Why the status is not `ok`; null where it is. */
  reason: string | null;
  /** Since the node was deployed. */
  uptime_s: NonNegative;
  versions: Versions;
  last_tick: LastTick | null;
  /** The risk model of the newest tick; null where none has scored it. */
  models: RiskModelInfo | null;
  /** null where the API was not told of a broker. */
  broker: BrokerState | null;
}

export interface Versions {
  package: string;
  node: string;
  node_red: string;
}

export interface LastTick {
  sequence: Count;
  timestamp: Timestamp;
  /** Time since the tick arrived, by the server's clock. */
  age_s: NonNegative;
}

/** How the MQTT broker is. */
export interface BrokerState {
  mode: 'embedded' | 'external';
  connected: boolean;
  /** Such as mqtt://127.0.0.1:1883. */
  address: string;
  /** Clients of the embedded broker. */
  clients?: Count;
  /** Messages that were not delivered. */
  dropped: Count;
  /** Publications that wait for an external broker, where they are stored. */
  stored?: Count;
  /** Publications that an external broker got late, since the start. */
  replayed?: Count;
  /** Why it is not connected. */
  error?: string;
}

/** Topology, newest measurements and metrics. */
export type StateDocument = Omit<Snapshot, 'optimization'>;

/** The newest optimisation: one supply path for every substation. */
export interface PathsDocument extends TickHead, Optimization {}

/** Edges by failure probability, the highest first. */
export interface RiskDocument extends TickHead {
  model: RiskModelInfo | null;
  /** Repeated from the model: simulated failures make estimates. */
  trained_on: RiskModelInfo['trained_on'] | null;
  /** How far the newest readings are from those that the model was trained on; null where that is not known. */
  drift: RiskDrift | null;
  /** Edges of this state that no model has scored. */
  edges_without_risk: Count;
  edges: RankedEdge[];
}

export interface RankedEdge extends EdgeRisk {
  id: Id;
  name: string;
  from: Id;
  to: Id;
  closed: boolean;
  in_service: boolean;
}

/** One edge's risk, and why the model says so. */
export interface EdgeRiskDocument extends TickHead {
  model: RiskModelInfo | null;
  /** Repeated from the model: simulated failures make estimates. */
  trained_on: RiskModelInfo['trained_on'] | null;
  /** 1 is the likeliest to fail; edges alike share a rank.
   * @asType integer
   * @minimum 1 */
  rank: number;
  /** Edges that were scored. */
  of: Count;
  edge: RankedEdge;
  /** null where no trained model serves, or the model is not in this process. */
  explanation: EdgeExplanation | null;
}

/** By TreeSHAP, of the boosted trees of the model that served when it was asked for. */
export interface EdgeExplanation extends RiskExplanation {
  model_id: Id;
  model_version: string;
  /** The contributions of the readings that speak for each type, summed. */
  failure_evidence: Record<FailureType, number>;
}

/** The losses of the ticks that are remembered, the oldest first. */
export interface LossDocument extends TickHead {
  /** Ticks that are remembered at most.
   * @asType integer
   * @minimum 1 */
  history_limit: number;
  summary: LossSummary;
  history: LossPoint[];
}

export interface LossSummary {
  loss_mw: Extremes;
  loss_percent: Extremes;
}

export interface LossPoint {
  sequence: Count;
  timestamp: Timestamp;
  loss_mw: number;
  /** Losses over generation, %. */
  loss_percent: number;
}

/** Over the history, not over all time. */
export interface Extremes {
  min: number;
  mean: number;
  max: number;
}

/** Totals since the node was deployed, and the history of loss, risk and reward, the oldest first. */
export interface StatisticsDocument extends TickHead {
  totals: Totals;
  /** Ticks that are remembered at most.
   * @asType integer
   * @minimum 1 */
  history_limit: number;
  summary: StatisticsSummary;
  history: HistoryPoint[];
}

export interface Totals {
  /** Ticks taken in. */
  ticks: Count;
  /** Optimisations of a tick that was there already, taken in. */
  reoptimizations: Count;
  /** Times that the source started anew, its first start included. */
  runs: Count;
  /** Time stamp of the first tick taken in. */
  since: Timestamp;
}

export interface StatisticsSummary {
  loss_mw: Extremes;
  loss_percent: Extremes;
  /** null where no tick of the history was optimised. */
  risk: Extremes | null;
  /** null where no tick of the history was optimised. */
  reward: Extremes | null;
}

/** One tick; what an optimisation would say is null where there was none. */
export interface HistoryPoint extends LossPoint {
  /** Failure probability × MW carried, summed over the edges in use: MW expected to be hit. */
  risk: number | null;
  reward: number | null;
  /** The weight that the reward was computed with. */
  risk_weight: NonNegative | null;
}

/** One node with what belongs to it. */
export interface NodeDocument extends TickHead {
  node: SnapshotNode;
  /** Every edge that ends at the node, open ones included. */
  edges: SnapshotEdge[];
  /** The node's newest supply path; null for a generator, and where nothing was optimised yet. */
  path: SupplyPath | null;
  /** False where no closed, healthy way leads to the node from any generator. */
  reachable: boolean;
  /** The edge of this node that is most likely to fail; null where none was scored. */
  highest_risk: HighestRisk | null;
  /** Where they were asked for: the node's cheapest paths, the cheapest first, by the risk weight of the newest
   * optimisation; fewer where there are no more. */
  alternatives?: SupplyPath[];
  /** Where alternatives were asked for: what stands by for the first of them. */
  backup?: SupplyBackup;
}

export interface HighestRisk extends EdgeRisk {
  edge: Id;
}

/** Where the data come from. What the source does not say is null. */
export interface DataSourceDocument extends TickHead {
  run_id: Id | null;
  source: Snapshot['source'];
  description: string | null;
  /** Time between ticks as the source says it, by the clock. */
  interval_s: NonNegative | null;
  /** Ticks of this run, by the source's count. */
  ticks: Count | null;
  /** Ticks that the source left out because the one before was still being worked on. */
  skipped_ticks: Count | null;
  /** How many times more often than their hazards say simulated edges fail; null for what is measured. */
  acceleration: NonNegative | null;
  /** Time since the newest tick arrived, by the server's clock. */
  age_s: NonNegative;
  /** Ticks per second as they arrived, over the last 20; null before the second. */
  rate_per_s: NonNegative | null;
}

/** What an optimisation on demand can be told. */
export interface OptimizeRequest {
  /** Weight of failure probability against per-unit resistance in a path's cost; by default path-optimize's own. */
  risk_weight?: RiskWeight;
}

/** What an optimisation on demand found; `elapsed_ms` is what the computation took. */
export interface OptimizeResult extends TickHead, Optimization {
  /** That of the episode. */
  reward: Episode['reward'];
}

/** What an operator decides about a switching plan. */
export interface PlanRequest {
  /** `accept` releases the plan, `reject` has it not proposed again while the switches stay as they are, `abort` ends
   * the plan that is being carried out; the switches then stay as they are. */
  command: 'accept' | 'reject' | 'abort';
  /** Of the plan, as `grid/paths` tells it; without one the newest, or the one that is being carried out. */
  id?: Id;
}

/** A switch to be opened or closed. */
export interface SwitchRequest {
  edge: Id;
  closed: boolean;
}

/** The command was understood and handed to the flow; what comes of it the next states tell. */
export interface CommandAnswer {
  handed_over: true;
  /** As the flow gets it, and as it would stand on the MQTT topic `command`. */
  command: HandedOverCommand;
}

export interface HandedOverCommand {
  command: 'accept_plan' | 'reject_plan' | 'abort_plan' | 'set_switch';
  id?: Id;
  edge?: Id;
  closed?: boolean;
}

/** Who did what, the newest first. */
export interface AuditDocument {
  entries: AuditEntryDocument[];
}

export interface AuditEntryDocument {
  time: Timestamp;
  /** `key ID (NAME)`, `token SUBJECT`, or `nobody` where nobody had to say who he is. */
  who: string;
  /** Where the request came from. */
  address: string;
  /** Method and path. */
  action: string;
  /** What came of it; null where no command did. */
  command: Record<string, unknown> | null;
  result: 'done' | 'handed_over' | 'replayed' | 'refused';
  /** The HTTP status of the answer. */
  status: Count;
  /** Gridloom's code where it was refused. */
  code: string | null;
}

/** An error as problem details (RFC 9457), with Gridloom's own code, place and what is allowed. */
export interface Problem {
  /** The page that describes the code.
   * @format uri */
  type: string;
  title: string;
  /** The HTTP status of the answer.
   * @asType integer
   * @minimum 400
   * @maximum 599 */
  status: number;
  /** What is wrong with this request, in one sentence, with the remedy where there is one. */
  detail: string;
  /** The path that was asked for, cut after 200 characters.
   * @format uri-reference */
  instance: string;
  code: ErrorCode;
  /** The element or field at fault. */
  at: string;
  /** What would have been accepted. */
  allowed?: string;
}
