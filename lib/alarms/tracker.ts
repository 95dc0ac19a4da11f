import type { SnapshotEdge } from '../contract';
import type { AlarmState } from './document';
import { MAX_RECALLED_ALARMS } from './limits';
import type { AlarmSettings } from './settings';

/** What was last said of each edge, and what has to be said next. */
export class AlarmTracker {
  private readonly said = new Map<string, AlarmState>();

  constructor(private readonly settings: AlarmSettings) {}

  /** What an earlier run left on the broker, unless this run has already spoken, or too many came. */
  adopt(edge: string, state: AlarmState): void {
    if (this.said.has(edge) || this.said.size >= MAX_RECALLED_ALARMS) return;
    this.said.set(edge, state);
  }

  /** The change that the edge's risk makes; undefined where there is none. An edge never raised is not cleared. */
  change(edge: SnapshotEdge): AlarmState | undefined {
    if (edge.risk === undefined) return undefined;
    const { failure_probability } = edge.risk;
    const { alarm_threshold, hysteresis } = this.settings;
    const raised = this.said.get(edge.id) === 'raised';
    if (!raised) return failure_probability >= alarm_threshold ? 'raised' : undefined;
    return failure_probability < alarm_threshold - hysteresis ? 'cleared' : undefined;
  }

  /** To be called once a change is published: until then `change` names it again. */
  confirm(edge: string, state: AlarmState): void {
    this.said.set(edge, state);
  }

  /** Edges of which something was said and which the grid no longer has. */
  gone(edges: ReadonlySet<string>): string[] {
    return [...this.said.keys()].filter((edge) => !edges.has(edge));
  }

  forget(edge: string): void {
    this.said.delete(edge);
  }
}
