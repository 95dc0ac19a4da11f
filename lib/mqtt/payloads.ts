import type { AlarmDocument } from '../alarms';
import type {
  EdgeRisk,
  GridCommand,
  Id,
  Metrics,
  OperatorMessage,
  Optimization,
  OptimizerCommand,
  RiskModelInfo,
  Snapshot,
  SnapshotEdge,
  SnapshotNode,
  Timestamp,
} from '../contract';

/** The payloads of the topics; docs/mqtt-topics.md is made of these types. */

export interface Stamp {
  /** That of the snapshot: grows by one each tick.
   * @asType integer
   * @minimum 0 */
  sequence: number;
  /** That of the snapshot: when the state was measured. */
  timestamp: Timestamp;
}

export interface GridStamp extends Stamp {
  grid_id: Id;
}

export type StateDocument = Omit<Snapshot, 'optimization'>;

export interface MetricsDocument extends GridStamp, Metrics {}

export interface RiskDocument extends GridStamp {
  /** The model that spoke, where risk-predict has set it. */
  risk_model?: RiskModelInfo;
  /** Those with a risk, by failure probability, highest first. */
  edges: EdgeRiskDocument[];
}

export interface EdgeRiskDocument
  extends Pick<SnapshotEdge, 'id' | 'name' | 'from' | 'to'>,
    Pick<
      EdgeRisk,
      'failure_probability' | 'failure_type' | 'anomaly_score' | 'members' | 'prior' | 'remaining_life_years'
    > {}

export interface PathsDocument extends GridStamp, Optimization {}

export interface NodeDocument extends Stamp, SnapshotNode {}

export interface EdgeDocument extends Stamp, SnapshotEdge {}

/** Plain text. */
export type StatusText = 'online' | 'offline';

export type Command = GridCommand | OptimizerCommand;

/** The answer to a command: that it was understood and handed to the flow, not what came of it. */
export interface CommandResult {
  /** null where the message had no readable command. */
  command: string | null;
  ok: boolean;
  /** What is wrong, and what is allowed. */
  error?: string;
}

export type { AlarmDocument, OperatorMessage };
