import type { IssuedPlan, Outage } from '../../contract';
import type { LikelyFailure } from '../types';
import { describeReason } from '../restoration';

/** Ids that a sentence names. */
const NAMED = 8;

export function list(ids: readonly string[]): string {
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return `${ids.slice(0, NAMED).join(', ')}${more}`;
}

export function mw(power_mw: number): string {
  return `${Number(power_mw.toPrecision(4))} MW`;
}

/** Such as "restoration 1f…: open L4, close L12; 45 MW of 45 MW supplied again". */
export function describePlan(plan: IssuedPlan): string {
  return `${plan.purpose} ${plan.id}: ${operationsOf(plan.steps)}; ${worthOf(plan)}`;
}

function operationsOf(steps: readonly { operation: string; edge: string }[]): string {
  return list(steps.map(({ operation, edge }) => `${operation} ${edge}`));
}

function worthOf(plan: IssuedPlan): string {
  const { unserved_before_mw, unserved_after_mw, loss_before_mw, loss_after_mw, risk_before, risk_after } =
    plan;
  if (plan.purpose === 'restoration') {
    const again_mw = unserved_before_mw - unserved_after_mw;
    return `${mw(again_mw)} of ${mw(unserved_before_mw)} supplied again`;
  }
  return `losses ${mw(loss_before_mw)} to ${mw(loss_after_mw)}, at risk ${mw(risk_before)} to ${mw(risk_after)}`;
}

/** Who is dark, what is known of it, and why the rest cannot be helped. */
export function describeOutage({ nodes, demand_mw, nominal_demand, unserved }: Outage): string {
  const parts = [`${list(nodes)} without supply, ${mw(demand_mw)}`];
  if (nominal_demand.length > 0) {
    parts.push(`never seen with supply, so taken as nominal: ${list(nominal_demand)}`);
  }
  const reasons = unserved.slice(0, NAMED).map((load) => `${load.node}: ${describeReason(load)}`);
  if (reasons.length > 0) parts.push(`cannot be supplied: ${reasons.join('; ')}`);
  if (unserved.length > NAMED) parts.push(`and ${unserved.length - NAMED} more`);
  return parts.join('. ');
}

export function describeFailure({ edge, failure_probability, lost_mw, ...failure }: LikelyFailure): string {
  const head = `${edge} is likely to fail (${failure_probability.toFixed(2)})`;
  if (lost_mw === null) return `${head}: the grid without it has no power flow`;
  if (lost_mw === 0) return `${head}: no load would lose supply`;
  const { served_mw, operations, unserved } = failure;
  const steps = operations.map(({ operation, branch }) => ({ operation, edge: branch }));
  const parts = [
    `${head}: ${mw(lost_mw)} would lose supply`,
    served_mw > 0
      ? `${mw(served_mw)} could be supplied again by ${operationsOf(steps)}`
      : 'none of it could be supplied again',
  ];
  const reasons = unserved.slice(0, NAMED).map(({ bus, ...why }) => `${bus}: ${describeReason(why)}`);
  if (reasons.length > 0) parts.push(reasons.join('; '));
  return parts.join('. ');
}
