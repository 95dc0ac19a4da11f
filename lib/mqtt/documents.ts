import { setImmediate } from 'node:timers/promises';
import type { Snapshot, SnapshotEdge, SnapshotNode } from '../contract';
import type { AlarmState } from './alarms';
import { ELEMENTS_PER_SLICE } from './limits';

/** The JSON documents that stand on the topics. Each carries the sequence and the time of its snapshot. */

export function metricsDocument({ grid_id, sequence, timestamp, metrics }: Snapshot): string {
  return JSON.stringify({ grid_id, sequence, timestamp, ...metrics });
}

/** Edges by failure probability, highest first; undefined before any edge has a risk. */
export async function riskDocument(snapshot: Snapshot): Promise<string | undefined> {
  const assessed = snapshot.edges.filter((edge) => edge.risk !== undefined);
  if (assessed.length === 0) return undefined;
  assessed.sort((a, b) => probabilityOf(b) - probabilityOf(a));
  const { grid_id, sequence, timestamp, risk_model } = snapshot;
  return listDocument({ grid_id, sequence, timestamp, risk_model }, 'edges', assessed, (edge) => {
    const { failure_probability, failure_type, anomaly_score, members } = edge.risk!;
    const { id, name, from, to } = edge;
    return { id, name, from, to, failure_probability, failure_type, anomaly_score, members };
  });
}

/** What path-optimize found; undefined where it has not spoken. */
export async function pathsDocument(snapshot: Snapshot): Promise<string | undefined> {
  if (snapshot.optimization === undefined) return undefined;
  const { grid_id, sequence, timestamp } = snapshot;
  const { paths, ...rest } = snapshot.optimization;
  return listDocument({ grid_id, sequence, timestamp, ...rest }, 'paths', paths, (path) => path);
}

export function elementDocument(snapshot: Snapshot, element: SnapshotNode | SnapshotEdge): string {
  const { sequence, timestamp } = snapshot;
  return JSON.stringify({ sequence, timestamp, ...element });
}

/** An alarm, as it stands retained on `alarms/<edge id>`. */
export interface AlarmDocument {
  edge: string;
  name: string;
  state: AlarmState;
  failure_probability: number;
  failure_type: string;
  /** The probability at which alarms are raised. */
  threshold: number;
  timestamp: string;
  sequence: number;
}

export function alarmDocument(
  { timestamp, sequence }: Snapshot,
  edge: SnapshotEdge,
  state: AlarmState,
  threshold: number,
): string {
  const { failure_probability, failure_type } = edge.risk!;
  const document: AlarmDocument = {
    edge: edge.id,
    name: edge.name,
    state,
    failure_probability,
    failure_type,
    threshold,
    timestamp,
    sequence,
  };
  return JSON.stringify(document);
}

function probabilityOf(edge: SnapshotEdge): number {
  return edge.risk!.failure_probability;
}

/** `{...head, key: items}` as JSON, written in slices so that the event loop is never held for long. */
async function listDocument<T>(
  head: object,
  key: string,
  items: readonly T[],
  write: (item: T) => object,
): Promise<string> {
  const parts: string[] = [];
  for (let start = 0; start < items.length; start += ELEMENTS_PER_SLICE) {
    if (start > 0) await setImmediate();
    const slice = items.slice(start, start + ELEMENTS_PER_SLICE).map(write);
    parts.push(JSON.stringify(slice).slice(1, -1));
  }
  return `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(key)}:[${parts.join(',')}]}`;
}
