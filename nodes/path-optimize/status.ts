import type { NodeStatus } from 'node-red';
import type { DispatchStatus, SupplyPath } from '../../lib/contract';
import type { Answer } from './optimization-desk';

/** Such as "loss 2.31 MW (1.1 %), riskiest path S3 0.12, plan 67984c1da588: 2 of 3". */
export function describeStatus(
  { snapshot, reading }: Answer,
  skipped: number,
  { mode, proposed, carrying }: DispatchStatus,
): NodeStatus {
  const { loss_before_mw, paths, what_if, risk_weight } = snapshot.optimization;
  const demand_mw = reading.state.demand_mw.reduce((sum, demand) => sum + demand, 0);
  const percent = demand_mw + loss_before_mw > 0 ? (100 * loss_before_mw) / (demand_mw + loss_before_mw) : 0;
  const parts = what_if ? [`what if the risk weight is ${risk_weight}`] : [];
  parts.push(`loss ${loss_before_mw.toFixed(2)} MW (${percent.toFixed(1)} %)`);
  const unsupplied = paths.filter((path) => !path.reachable).length;
  if (unsupplied > 0) parts.push(`${unsupplied} without supply`);
  if (reading.withoutRisk === snapshot.edges.length) parts.push('no risk figures');
  else {
    if (reading.withoutRisk > 0) parts.push(`${reading.withoutRisk} edges without risk`);
    const riskiest = findRiskiest(paths);
    if (riskiest !== undefined)
      parts.push(`riskiest path ${riskiest.node} ${failureOf(riskiest).toFixed(2)}`);
  }
  if (mode === 'automatic') parts.push(mode);
  if (proposed !== null) parts.push(`plan ${proposed} proposed`);
  if (carrying !== null) parts.push(`plan ${carrying.plan_id}: ${carrying.steps_done} of ${carrying.steps}`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const doubtful = unsupplied > 0 || reading.withoutRisk > 0;
  return { fill: doubtful ? 'yellow' : 'green', shape: 'dot', text: parts.join(', ') };
}

function findRiskiest(paths: readonly SupplyPath[]): SupplyPath | undefined {
  let riskiest: SupplyPath | undefined;
  for (const path of paths) {
    if (!path.reachable) continue;
    if (riskiest === undefined || failureOf(path) > failureOf(riskiest)) riskiest = path;
  }
  return riskiest;
}

function failureOf(path: SupplyPath): number {
  return 1 - (path.hold_probability ?? 1);
}
