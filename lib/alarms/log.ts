import type { Snapshot } from '../contract';
import { type AlarmDocument, alarmDocument } from './document';
import { MAX_LOGGED_CHANGES } from './limits';
import type { AlarmSettings } from './settings';
import { AlarmTracker } from './tracker';

/** The alarms that stand, and the newest changes: for whoever asks instead of listening. */
export class AlarmLog {
  private readonly tracker: AlarmTracker;
  private readonly raised = new Map<string, AlarmDocument>();
  private readonly changes: AlarmDocument[] = [];

  constructor(readonly settings: AlarmSettings) {
    this.tracker = new AlarmTracker(settings);
  }

  /** What stood and what had changed when the process before ended; to be called before the first state. */
  recall(active: readonly AlarmDocument[], history: readonly AlarmDocument[]): void {
    this.changes.push(...history.slice(-MAX_LOGGED_CHANGES));
    for (const alarm of active) {
      this.raised.set(alarm.edge, alarm);
      this.tracker.confirm(alarm.edge, 'raised');
    }
  }

  /** Takes a state in and gives what it changes. An edge that the grid no longer has is cleared with its last figures. */
  see(snapshot: Snapshot): AlarmDocument[] {
    const made: AlarmDocument[] = [];
    const present = new Set<string>();
    for (const edge of snapshot.edges) {
      present.add(edge.id);
      const state = this.tracker.change(edge);
      if (state !== undefined) {
        this.tracker.confirm(edge.id, state);
        made.push(alarmDocument(snapshot, edge, state, this.settings.alarm_threshold));
      }
    }
    const { timestamp, sequence } = snapshot;
    for (const edge of this.tracker.gone(present)) {
      this.tracker.forget(edge);
      const last = this.raised.get(edge);
      if (last !== undefined) made.push({ ...last, state: 'cleared', timestamp, sequence });
    }
    for (const change of made) this.keep(change);
    this.changes.splice(0, Math.max(0, this.changes.length - MAX_LOGGED_CHANGES));
    return made;
  }

  /** Those that stand, in the order in which they were raised. */
  get active(): AlarmDocument[] {
    return [...this.raised.values()];
  }

  /** The newest changes, the oldest first. */
  get history(): AlarmDocument[] {
    return [...this.changes];
  }

  private keep(change: AlarmDocument): void {
    this.raised.delete(change.edge);
    if (change.state === 'raised') this.raised.set(change.edge, change);
    this.changes.push(change);
  }
}
