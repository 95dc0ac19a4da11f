import type { EdgeRisk, SnapshotEdge } from '../../contract';
import { gridError } from '../../errors';
import type { RankedEdge, RiskDocument } from '../documents';
import type { Parts } from '../parts';
import type { Tick } from '../tick';

type ScoredEdge = SnapshotEdge & { risk: EdgeRisk };

/** The scored edges, the likeliest to fail first, ties in the order of the grid; NOT_READY where none is scored. */
export function riskParts(tick: Tick): Parts {
  const { edges, risk_model, risk_drift, sequence } = tick.snapshot;
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
    drift: risk_drift ?? null,
    edges_without_risk: edges.length - scored.length,
  };
  return { head, lists: [{ name: 'edges', elements: rank(scored), shape: describe }] };
}

/** Sorted as numbers in typed arrays: at 10,000 edges a third of the time that sorting the objects takes. */
function rank(edges: readonly ScoredEdge[]): ScoredEdge[] {
  const probability = Float64Array.from(edges, (edge) => edge.risk.failure_probability);
  const order = Uint32Array.from(edges, (_, i) => i);
  order.sort((a, b) => probability[b]! - probability[a]! || a - b);
  return Array.from(order, (i) => edges[i]!);
}

function describe({ id, name, from, to, closed, in_service, risk }: ScoredEdge): RankedEdge {
  return { id, name, from, to, closed, in_service, ...risk };
}
