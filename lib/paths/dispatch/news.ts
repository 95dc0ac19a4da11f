import type { IssuedPlan, OperatorMessage, OperatorMessageKind, Outage, Snapshot } from '../../contract';
import type { Archive } from '../../keeping';
import type { LikelyFailure } from '../types';
import { describeFailure, describeOutage, mw } from './words';

const SEVERITY: Partial<Record<OperatorMessageKind, OperatorMessage['severity']>> = {
  plan_failed: 'warning',
  plan_refused: 'warning',
  plan_aborted: 'warning',
  loads_without_supply: 'alarm',
  likely_failure: 'warning',
  load_shed: 'alarm',
};

/** Load that is shed is told from here on, MW: less is rounding. */
const SHED_MW = 1e-6;

/** Words what the operator is told, with the state that was the newest then. Tells an outage once, and load that is shed. */
export class News {
  private moment: { sequence: number; timestamp: string } | undefined;
  private toldOutage = '';
  private shedding = false;

  keep(archive: Archive): void {
    this.moment = archive.json(this.moment);
    this.toldOutage = archive.json(this.toldOutage);
    this.shedding = archive.flag(this.shedding);
  }

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
    if (outage === null) {
      const text = this.shedding
        ? 'no node is dark any more, but load is shed'
        : 'all loads have supply again';
      return this.say('supply_restored', text);
    }
    return this.say('loads_without_supply', describeOutage(outage), { nodes: outage.nodes });
  }

  /**
   * Where load begins to be shed, and where that ends. While a node is dark nothing is told: how much of the unserved
   * demand is its own is not known.
   */
  shed({ nodes, metrics: { unserved_mw } }: Pick<Snapshot, 'nodes' | 'metrics'>): OperatorMessage[] {
    const shedding = unserved_mw > SHED_MW;
    if (shedding === this.shedding || (shedding && nodes.some(({ energized }) => !energized))) return [];
    this.shedding = shedding;
    if (!shedding) return this.say('load_shed_ended', 'no load is shed any more');
    return this.say('load_shed', `${mw(unserved_mw)} of load are shed, although all nodes have supply`);
  }
}
