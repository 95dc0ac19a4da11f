import type { EdgeRisk, SnapshotEdge } from '../../contract';
import { gridError } from '../../errors';
import type { RankedEdge, RiskDocument } from '../documents';
import { writeDocument } from '../slices';
import type { Tick } from '../tick';

type ScoredEdge = SnapshotEdge & { risk: EdgeRisk };

/** The scored edges, the likeliest to fail first, ties in the order of the grid; NOT_READY where none is scored. */
export async function writeRisk(tick: Tick): Promise<Buffer> {
  const { edges, risk_model, sequence } = tick.snapshot;
  const scored = edges.filter((edge): edge is ScoredEdge => edge.risk !== undefined);
  if (scored.length === 0 && edges.length > 0) {
    throw gridError('NOT_READY', {
      at: `tick ${sequence} carries no risk`,
      remedy: 'Wire risk-predict before grid-api',
    });
  }
  const head: Omit<RiskDocument, 'edges'> = {
    ...tick.head,
    model: risk_model ?? null,
    trained_on: risk_model?.trained_on ?? null,
    edges_without_risk: edges.length - scored.length,
  };
  return writeDocument(head, 'edges', rank(scored), describe);
}

function rank(edges: ScoredEdge[]): ScoredEdge[] {
  return edges.sort((a, b) => b.risk.failure_probability - a.risk.failure_probability);
}

function describe({ id, name, from, to, closed, in_service, risk }: ScoredEdge): RankedEdge {
  return { id, name, from, to, closed, in_service, ...risk };
}
