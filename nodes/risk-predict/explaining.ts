import type { Snapshot, SnapshotEdge } from '../../lib/contract';
import { gridError } from '../../lib/errors';
import { evidenceOf, type Explanation } from '../../lib/risk';

/** Edges that one message may have explained: about half a millisecond each, in the model's thread. */
export const MOST_EXPLAINED = 500;

const ALLOWED = `true, how many of the likeliest edges, or a list of edge ids; at most ${MOST_EXPLAINED}`;

/**
 * Which edges `msg.explain` asks for: a list of ids; a number or true, the likeliest to fail, as far as they may be.
 * @throws GridError INVALID_COMMAND
 */
export function edgesToExplain(wanted: unknown, { edges }: Snapshot): SnapshotEdge[] {
  if (wanted === undefined || wanted === false) return [];
  if (wanted === true) return likeliest(edges, MOST_EXPLAINED);
  if (typeof wanted === 'number' && Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST_EXPLAINED)
    return likeliest(edges, wanted);
  if (!Array.isArray(wanted) || wanted.length > MOST_EXPLAINED) throw refuse(wanted, ALLOWED);
  const byId = new Map(edges.map((edge) => [edge.id as unknown, edge]));
  return [...new Set<unknown>(wanted)].map((id) => {
    const edge = byId.get(id);
    if (edge === undefined) throw refuse(id, 'ids of edges of the snapshot');
    return edge;
  });
}

/** Writes `risk.explanation` and `risk.failure_evidence` of these edges; the rows of the explanation are theirs. */
export function addExplanations(edges: readonly SnapshotEdge[], explanation: Explanation): void {
  edges.forEach((edge, row) => {
    if (edge.risk === undefined) return;
    edge.risk.explanation = explanationOf(explanation, row);
    edge.risk.failure_evidence = evidenceOf(edge.risk.explanation.contributions);
  });
}

/** One row of an explanation as snapshots and answers have it. */
export function explanationOf({ features, base_value, contributions, margin }: Explanation, row: number) {
  const start = row * features.length;
  return {
    base_value,
    contributions: Object.fromEntries(features.map((name, k) => [name, contributions[start + k]!])),
    margin: margin[row]!,
  };
}

function likeliest(edges: readonly SnapshotEdge[], count: number): SnapshotEdge[] {
  const scored = edges.filter(({ risk }) => risk !== undefined);
  if (scored.length > count) scored.sort((a, b) => b.risk!.failure_probability - a.risk!.failure_probability);
  return scored.slice(0, count);
}

function refuse(got: unknown, allowed: string) {
  return gridError('INVALID_COMMAND', { at: 'msg.explain', got, allowed });
}
