import { setImmediate } from 'node:timers/promises';
import {
  type FailureType,
  type PriorRisk,
  READINGS,
  type RiskMembers,
  type RiskModelInfo,
  type Snapshot,
  type SnapshotEdge,
} from '../../lib/contract';
import { type AssetTable, assetTable, FAILURE_TYPES, PRIOR_METHOD, type RiskScores } from '../../lib/risk';

/** The edges' readings, row by row, in the order of READINGS. */
export function rowsOf(edges: readonly SnapshotEdge[]): Float64Array {
  const rows = new Float64Array(edges.length * READINGS.length);
  let place = 0;
  for (const edge of edges) {
    for (const name of READINGS) rows[place++] = edge[name];
  }
  return rows;
}

/** What the edges are as assets, as far as the source tells. */
export function assetsOf(edges: readonly SnapshotEdge[]): AssetTable {
  return assetTable(edges.map(({ asset }) => asset));
}

/** Edges written between two turns of the event loop: about 2 ms of work. */
const SLICE = 1000;

/** Adds this node's part to the snapshot: `edges[].risk`, `risk_model` and `risk_drift`. */
export async function addRisk(snapshot: Snapshot, scores: RiskScores, info: RiskModelInfo): Promise<void> {
  for (const [row, edge] of snapshot.edges.entries()) {
    if (row > 0 && row % SLICE === 0) await setImmediate();
    edge.risk = {
      failure_probability: scores.failure_probability[row],
      anomaly_score: known(scores.anomaly_score[row]),
      failure_type: FAILURE_TYPES[scores.failure_type[row]],
      failure_types: FAILURE_TYPES.filter((_, type) => scores.failure_matches[row] & (1 << type)),
      failure_margins: marginsOf(scores, row),
      members: membersOf(scores, row),
      prior: priorOf(scores, row, edge),
      remaining_life_years: {
        expected: rounded(scores.life_expected_years[row]),
        low: rounded(scores.life_low_years[row]),
        high: rounded(scores.life_high_years[row]),
      },
      model_id: info.id,
      model_version: info.version,
    };
  }
  snapshot.risk_model = info;
  if (scores.drift !== null) snapshot.risk_drift = scores.drift;
}

function membersOf(scores: RiskScores, row: number): RiskMembers | null {
  const members = {
    gradient_boosting: known(scores.gradient_boosting[row]),
    random_forest: known(scores.random_forest[row]),
    isolation_forest: known(scores.isolation_forest[row]),
  };
  return Object.values(members).every((figure) => figure === null) ? null : members;
}

function marginsOf({ failure_margins }: RiskScores, row: number): Record<FailureType, number> {
  const start = row * FAILURE_TYPES.length;
  return {
    thermal_overload: rounded(failure_margins[start]),
    mechanical_fatigue: rounded(failure_margins[start + 1]),
    electrical_disturbance: rounded(failure_margins[start + 2]),
    general_degradation: rounded(failure_margins[start + 3]),
  };
}

function priorOf(scores: RiskScores, row: number, { asset }: SnapshotEdge): PriorRisk {
  const assumed: PriorRisk['assumed'] = asset === undefined ? ['kind', 'length_km'] : [];
  if (asset !== undefined && asset.kind !== 'transformer' && asset.length_km === undefined)
    assumed.push('length_km');
  return {
    method: PRIOR_METHOD,
    failure_probability: significant(scores.prior_probability[row]),
    horizon_h: scores.prior_horizon_h,
    failures_per_year: significant(scores.failures_per_year[row]),
    health_score: rounded(scores.health_score[row]),
    ...(assumed.length > 0 && { assumed }),
  };
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Six digits of a figure that may be very small. */
function significant(value: number): number {
  return Number(value.toPrecision(6));
}

/** To thousandths: short enough to send, finer than anything that it rests on. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
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
