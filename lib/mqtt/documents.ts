import { type Snapshot, type SnapshotEdge, type SnapshotNode, writeDocument } from '../contract';

/** The JSON documents that stand on the topics. Each carries the sequence and the time of its snapshot. */

export function metricsDocument({ grid_id, sequence, timestamp, metrics }: Snapshot): string {
  return JSON.stringify({ grid_id, sequence, timestamp, ...metrics });
}

/** Edges by failure probability, highest first; undefined before any edge has a risk. */
export async function riskDocument(snapshot: Snapshot): Promise<Buffer | undefined> {
  const assessed = snapshot.edges.filter((edge) => edge.risk !== undefined);
  if (assessed.length === 0) return undefined;
  assessed.sort((a, b) => probabilityOf(b) - probabilityOf(a));
  const { grid_id, sequence, timestamp, risk_model } = snapshot;
  const head = { grid_id, sequence, timestamp, risk_model };
  return writeDocument(head, { name: 'edges', elements: assessed, shape: assessedEdge });
}

function assessedEdge({ id, name, from, to, risk }: SnapshotEdge): object {
  const { failure_probability, failure_type, anomaly_score, members, prior, remaining_life_years } = risk!;
  return {
    id,
    name,
    from,
    to,
    failure_probability,
    failure_type,
    anomaly_score,
    members,
    prior,
    remaining_life_years,
  };
}

/** What path-optimize found; undefined where it has not spoken. */
export async function pathsDocument(snapshot: Snapshot): Promise<Buffer | undefined> {
  if (snapshot.optimization === undefined) return undefined;
  const { grid_id, sequence, timestamp } = snapshot;
  const { paths, ...rest } = snapshot.optimization;
  return writeDocument({ grid_id, sequence, timestamp, ...rest }, { name: 'paths', elements: paths });
}

export function elementDocument(snapshot: Snapshot, element: SnapshotNode | SnapshotEdge): string {
  const { sequence, timestamp } = snapshot;
  return JSON.stringify({ sequence, timestamp, ...element });
}

function probabilityOf(edge: SnapshotEdge): number {
  return edge.risk!.failure_probability;
}
