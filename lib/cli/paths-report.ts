import type { NodeRoutes, SupplyPath } from '../contract';
import { figure, table } from './text';

/** Paths that are told to people where all were asked for, the costliest first. */
const SHOWN = 10;

export interface AllPaths {
  network: string;
  risk_weight: number;
  unreachable_count: number;
  elapsed_ms: number;
  paths: readonly SupplyPath[];
}

/** The paths of a network for people: the sums, and the costliest. */
export function describeAllPaths({
  network,
  risk_weight,
  unreachable_count,
  elapsed_ms,
  paths,
}: AllPaths): string {
  const reached = paths.filter(({ reachable }) => reachable).toSorted((a, b) => b.cost! - a.cost!);
  const summary = table([
    ['network', network],
    ['risk weight', String(risk_weight)],
    ['paths', `${reached.length} in ${figure(elapsed_ms, 3)} ms, ${unreachable_count} buses without a path`],
  ]);
  const shown = reached.slice(0, SHOWN).map((path): [string, string] => [path.node, described(path)]);
  return shown.length === 0 ? summary : `${summary}\nThe costliest:\n${table(shown)}`;
}

export function describeNodeRoutes({ node, alternatives, backup }: NodeRoutes & { node: string }): string {
  const rows = alternatives.map((path, rank): [string, string] => [String(rank + 1), described(path)]);
  const standby = backup.paths.map((path): [string, string] => [backup.kind, described(path)]);
  const parts = [`Paths of ${node}, the cheapest first:\n${rows.length === 0 ? 'none\n' : table(rows)}`];
  parts.push(`Backup:\n${standby.length === 0 ? '' : table(standby)}`);
  if (backup.reason !== null) parts.push(`${backup.reason}\n`);
  return parts.join(standby.length === 0 ? '' : '\n');
}

function described({ nodes, edges, cost, resistance_pu, risk_cost, hold_probability, loss_mw }: SupplyPath) {
  const way =
    nodes.length > 7 ? `${nodes.slice(0, 3).join(' ')} … ${nodes.slice(-3).join(' ')}` : nodes.join(' ');
  return (
    `${way} (${edges.length} ${edges.length === 1 ? 'edge' : 'edges'}): cost ${figure(cost, 4)} = ${figure(resistance_pu, 4)} + ${figure(risk_cost, 4)} risk, ` +
    `holds with probability ${figure(hold_probability, 4)}, loses ${figure(loss_mw ?? null, 4)} MW`
  );
}
