import type { Id, Probability, Snapshot, SnapshotEdge, Timestamp } from '../contract';

export type AlarmState = 'raised' | 'cleared';

/** An alarm at the moment at which it was raised or cleared. */
export interface AlarmDocument {
  edge: Id;
  name: string;
  state: AlarmState;
  failure_probability: Probability;
  failure_type: string;
  /** The probability at which alarms are raised. */
  threshold: Probability;
  timestamp: Timestamp;
  /** @asType integer
   * @minimum 0 */
  sequence: number;
}

/** What is told of an edge whose risk has changed so far. */
export function alarmDocument(
  { timestamp, sequence }: Snapshot,
  edge: SnapshotEdge,
  state: AlarmState,
  threshold: number,
): AlarmDocument {
  const { failure_probability, failure_type } = edge.risk!;
  return {
    edge: edge.id,
    name: edge.name,
    state,
    failure_probability,
    failure_type,
    threshold,
    timestamp,
    sequence,
  };
}
