import type { SnapshotEdge } from '../../contract';
import { gridError } from '../../errors';
import type { EdgeExplanation, EdgeRiskDocument } from '../documents';
import type { Sources } from '../route';
import type { Tick } from '../tick';

/**
 * One edge's risk, its rank among all, and why the model says so; UNKNOWN_ELEMENT where the grid has no such edge, NOT_READY
 * where it was not scored.
 */
export async function writeEdgeRisk(tick: Tick, id: string, explain: Sources['explain']): Promise<Buffer> {
  const { edges, risk_model } = tick.snapshot;
  const edge = edges.find((candidate) => candidate.id === id);
  if (edge === undefined) {
    throw gridError('UNKNOWN_ELEMENT', {
      at: 'edge id',
      got: id,
      allowed: `an id among the edges of grid "${tick.head.grid_id}"`,
      remedy: 'GET grid/risk lists them',
    });
  }
  const { name, from, to, closed, in_service, risk } = edge;
  if (risk === undefined) {
    throw gridError('NOT_READY', {
      at: `tick ${tick.snapshot.sequence} carries no risk of edge "${id}"`,
      remedy: 'Wire risk-predict before grid-api',
    });
  }
  const { explanation: _, failure_evidence: _evidence, ...figures } = risk;
  const document: EdgeRiskDocument = {
    ...tick.head,
    model: risk_model ?? null,
    trained_on: risk_model?.trained_on ?? null,
    rank: rankOf(edges, risk.failure_probability),
    of: edges.filter((one) => one.risk !== undefined).length,
    edge: { id, name, from, to, closed, in_service, ...figures },
    explanation: await explanationOf(tick, edge, explain),
  };
  return Buffer.from(JSON.stringify(document));
}

/** 1 is the likeliest to fail. */
function rankOf(edges: readonly SnapshotEdge[], probability: number): number {
  return 1 + edges.filter(({ risk }) => risk !== undefined && risk.failure_probability > probability).length;
}

/** As the snapshot carries it, else asked for; null where no trained model serves, or it is not of this process. */
async function explanationOf(
  { snapshot }: Tick,
  edge: SnapshotEdge,
  explain: Sources['explain'],
): Promise<EdgeExplanation | null> {
  const { explanation, failure_evidence, model_id, model_version } = edge.risk!;
  if (explanation !== undefined && failure_evidence !== undefined)
    return { model_id, model_version, ...explanation, failure_evidence };
  return (await explain?.(snapshot, edge)) ?? null;
}
