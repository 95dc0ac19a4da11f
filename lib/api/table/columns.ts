import { READINGS } from '../../contract';

/** What stands in the tables, in this order; a dot leads to a field within a field. */
export const COLUMNS = {
  nodes: [
    ...['id', 'name', 'kind', 'energized', 'vm_pu', 'va_degree'],
    ...['demand_mw', 'demand_mvar', 'generation_mw', 'generation_mvar', 'quality', 'origin'],
  ],
  edges: [
    ...['id', 'name', 'from', 'to', 'closed', 'in_service', 'current_ka', 'loading_percent', 'loss_mw'],
    ...READINGS,
    'origin',
    ...['asset.kind', 'asset.length_km', 'asset.base_kv'],
    ...['risk.failure_probability', 'risk.anomaly_score', 'risk.failure_type'],
  ],
  risk: [
    ...['id', 'name', 'from', 'to', 'closed', 'in_service'],
    ...['failure_probability', 'anomaly_score', 'failure_type', 'model_id', 'model_version'],
    ...['prior.failure_probability', 'prior.horizon_h', 'prior.failures_per_year', 'prior.health_score'],
    ...['remaining_life_years.expected', 'remaining_life_years.low', 'remaining_life_years.high'],
  ],
  paths: [
    ...['node', 'reachable', 'generator', 'nodes', 'edges', 'cost', 'resistance_pu', 'risk_cost'],
    ...['hold_probability', 'loss_mw'],
  ],
} as const;

/** What is found by following the dots. */
export function valueAt(object: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], object);
}
