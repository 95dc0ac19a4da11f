import type { EdgeRisk, Optimization, Snapshot, SupplyPath } from '../../lib/contract';
import { sampleSnapshot } from '../support/snapshot';

/** A snapshot that went through the whole chain: each edge scored (the later, the riskier), and paths for all. */
export function optimizedSnapshot(sequence = 1, changes: Partial<Snapshot> = {}): Snapshot {
  const snapshot = sampleSnapshot({ sequence, timestamp: timestampOf(sequence) });
  snapshot.edges.forEach((edge, i) => {
    edge.risk = riskOf((i + 1) / 100);
  });
  return {
    ...snapshot,
    data_source: { description: 'test', interval_s: 3, ticks: sequence, skipped_ticks: 1 },
    risk_model: {
      id: 'm',
      version: '1',
      trained_on: 'simulated_failures',
      trained_at: '2026-01-01T00:00:00.000Z',
      horizon: 'a month',
    },
    optimization: optimizationOf(snapshot, sequence),
    ...changes,
  };
}

/** As path-optimize would answer a request: the same state with a newer episode. */
export function reoptimized(snapshot: Snapshot, risk_weight: number): Snapshot {
  const before = snapshot.optimization!;
  const episode = { ...before.episode, number: before.episode.number + 1, reward: -0.5 };
  return { ...snapshot, optimization: { ...before, risk_weight, episode } };
}

export function riskOf(failure_probability: number): EdgeRisk {
  return {
    failure_probability,
    anomaly_score: 0.5,
    failure_type: 'general_degradation',
    members: {
      gradient_boosting: failure_probability,
      random_forest: failure_probability,
      isolation_forest: 0.5,
    },
    model_id: 'm',
    model_version: '1',
  };
}

function timestampOf(sequence: number): string {
  return new Date(Date.UTC(2026, 0, 31, 12) + sequence * 3000).toISOString();
}

/** The first substation is cut off; all others hang on the first edge. */
function optimizationOf({ nodes, edges }: Snapshot, number: number): Optimization {
  const generator = nodes.find(({ kind }) => kind === 'generator')!.id;
  const substations = nodes.filter(({ kind }) => kind === 'substation');
  const paths = substations.map(
    ({ id }, i): SupplyPath =>
      i === 0
        ? {
            node: id,
            reachable: false,
            generator: null,
            nodes: [],
            edges: [],
            cost: null,
            resistance_pu: null,
            risk_cost: null,
            hold_probability: null,
          }
        : {
            node: id,
            reachable: true,
            generator,
            nodes: [generator, id],
            edges: [edges[0]!.id],
            cost: 0.1,
            resistance_pu: 0.09,
            risk_cost: 0.01,
            hold_probability: 0.99,
          },
  );
  return {
    risk_weight: 1,
    paths,
    plan: {
      steps: [{ operation: 'close', edge: edges[1]!.id, loss_mw: 1.9 }],
      loss_before_mw: 2,
      loss_after_mw: 1.9,
      risk_before: 3,
      risk_after: 2.5,
      sequence: number,
      id: 'plan-1',
      purpose: 'improvement',
      released: false,
      basis: { open: [edges[1]!.id], failed: [] },
      unserved_before_mw: 0,
      unserved_after_mw: 0,
      min_operation_interval_s: 5,
      unserved: [],
    },
    outage: null,
    loss_before_mw: 2,
    loss_after_mw: 1.9,
    episode: { number, loss_mw: 2, risk: 3 + number, reward: -0.1 * number },
    time_limit_reached: false,
    elapsed_ms: 2.5,
  };
}
