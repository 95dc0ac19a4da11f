import { READINGS, type RiskModelInfo, type Snapshot, type SnapshotEdge } from '../../lib/contract';
import { FAILURE_TYPES, type RiskScores } from '../../lib/risk';

/** The edges' readings, row by row, in the order of READINGS. */
export function rowsOf(edges: readonly SnapshotEdge[]): Float64Array {
  const rows = new Float64Array(edges.length * READINGS.length);
  let place = 0;
  for (const edge of edges) {
    for (const name of READINGS) rows[place++] = edge[name];
  }
  return rows;
}

/** Adds this node's part to the snapshot: `edges[].risk` and `risk_model`. */
export function addRisk(snapshot: Snapshot, scores: RiskScores, info: RiskModelInfo): void {
  snapshot.edges.forEach((edge, row) => {
    edge.risk = {
      failure_probability: scores.failure_probability[row]!,
      anomaly_score: scores.anomaly_score[row]!,
      failure_type: FAILURE_TYPES[scores.failure_type[row]!]!,
      members: {
        gradient_boosting: scores.gradient_boosting[row]!,
        random_forest: scores.random_forest[row]!,
        isolation_forest: scores.isolation_forest[row]!,
      },
      model_id: info.id,
      model_version: info.version,
    };
  });
  snapshot.risk_model = info;
}

/** The edge most likely to fail, in a few words: "L7 0.81 thermal overload". */
export function worstEdge(edges: readonly SnapshotEdge[]): string {
  let worst: SnapshotEdge | undefined;
  for (const edge of edges) {
    const least = worst?.risk?.failure_probability ?? -1;
    if (edge.risk !== undefined && edge.risk.failure_probability > least) worst = edge;
  }
  if (worst?.risk === undefined) return 'no edges';
  const { failure_probability, failure_type } = worst.risk;
  return `${worst.id} ${failure_probability.toFixed(2)} ${failure_type.replaceAll('_', ' ')}; ${edges.length} edges`;
}
