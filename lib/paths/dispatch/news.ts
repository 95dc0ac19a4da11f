import type { IssuedPlan, OperatorMessage, OperatorMessageKind, Outage } from '../../contract';
import type { LikelyFailure } from '../types';
import { describeFailure, describeOutage } from './words';

const SEVERITY: Partial<Record<OperatorMessageKind, OperatorMessage['severity']>> = {
  plan_failed: 'warning',
  plan_refused: 'warning',
  loads_without_supply: 'alarm',
  likely_failure: 'warning',
};

/** Words what the operator is told, with the state that was the newest then. Tells an outage once. */
export class News {
  private moment: { sequence: number; timestamp: string } | undefined;
  private toldOutage = '';

  at({ sequence, timestamp }: { sequence: number; timestamp: string }): void {
    this.moment = { sequence, timestamp };
  }

  /** Undefined before the first state: there is nobody to tell anything about yet. */
  say(
    kind: OperatorMessageKind,
    text: string,
    about: Pick<OperatorMessage, 'plan_id' | 'edges' | 'nodes'> = {},
  ): OperatorMessage[] {
    if (this.moment === undefined) return [];
    return [{ kind, severity: SEVERITY[kind] ?? 'info', text, ...about, ...this.moment }];
  }

  plan(kind: OperatorMessageKind, { id, steps }: IssuedPlan, text: string): OperatorMessage[] {
    return this.say(kind, text, { plan_id: id, edges: steps.map(({ edge }) => edge) });
  }

  failure(failure: LikelyFailure): OperatorMessage[] {
    const nodes = failure.unserved.map(({ bus }) => bus);
    return this.say('likely_failure', describeFailure(failure), { edges: [failure.edge], nodes });
  }

  /** Where other loads are dark than before, or for another reason. */
  outage(outage: Outage | null): OperatorMessage[] {
    const reasons = outage?.unserved.map(({ node, reason, at }) => [node, reason, at]);
    const key = outage === null ? '' : JSON.stringify([outage.nodes, reasons]);
    if (key === this.toldOutage) return [];
    this.toldOutage = key;
    if (outage === null) return this.say('supply_restored', 'all loads have supply again');
    return this.say('loads_without_supply', describeOutage(outage), { nodes: outage.nodes });
  }
}
