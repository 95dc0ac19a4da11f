import type { SnapshotEdge } from '../contract';
import { gridError } from '../errors';
import { MAX_RECALLED_ALARMS } from './limits';

export type AlarmState = 'raised' | 'cleared';

export interface AlarmSettings {
  /** Failure probability at which an alarm is raised, above 0 and at most 1. */
  readonly alarm_threshold: number;
  /** How far the probability must fall below the threshold for the alarm to be cleared. */
  readonly hysteresis: number;
}

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

/** Checks the settings; INVALID_SETTING where no alarm could ever be raised or cleared. */
export function parseAlarmSettings(settings: AlarmSettings): AlarmSettings {
  const { alarm_threshold, hysteresis } = settings;
  if (!(alarm_threshold > 0 && alarm_threshold <= 1)) {
    throw invalid('alarm_threshold', alarm_threshold, 'a number above 0 and at most 1');
  }
  if (!(hysteresis >= 0 && hysteresis < alarm_threshold)) {
    throw invalid('hysteresis', hysteresis, `a number from 0 to below alarm_threshold (${alarm_threshold})`);
  }
  return { alarm_threshold, hysteresis };
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: setting, got, allowed });
}
