import type { SnapshotEdge } from '../contract';
import type { AlarmState } from './document';
import { MAX_RECALLED_ALARMS } from './limits';
import type { AlarmSettings } from './settings';

/** What was last said of each edge, and what has to be said next. */
export class AlarmTracker {
  private readonly said = new Map<string, AlarmState>();
  /** Edges that stood as raised when the process before ended: to be said again, as far as they have not fallen. */
  private readonly before: Set<string>;

  constructor(
    private readonly settings: AlarmSettings,
    before: readonly string[] = [],
  ) {
    this.before = new Set(before.slice(0, MAX_RECALLED_ALARMS));
  }

  /** Edges that stand as raised. */
  get raised(): string[] {
    return [...this.said].filter(([, state]) => state === 'raised').map(([edge]) => edge);
  }

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
    const fallen = failure_probability < alarm_threshold - hysteresis;
    if (raised) return fallen ? 'cleared' : undefined;
    if (fallen) this.before.delete(edge.id);
    return failure_probability >= alarm_threshold || this.before.has(edge.id) ? 'raised' : undefined;
  }

  /** To be called once a change is published: until then `change` names it again. */
  confirm(edge: string, state: AlarmState): void {
    this.said.set(edge, state);
    this.before.delete(edge);
  }

  /** Edges of which something was said and which the grid no longer has. */
  gone(edges: ReadonlySet<string>): string[] {
    return [...this.said.keys()].filter((edge) => !edges.has(edge));
  }

  forget(edge: string): void {
    this.said.delete(edge);
  }
}
