import { MAX_LOGGED_CHANGES } from '../../alarms';
import { writeDocument } from '../../contract';
import type { AlarmsDocument } from '../list-documents';
import type { Tick } from '../tick';

/** The alarms that stand, and the newest changes. */
export async function writeAlarms(tick: Tick): Promise<Buffer> {
  const { settings, active, history } = tick.memory.alarms;
  const head: Omit<AlarmsDocument, 'active' | 'history'> = {
    ...tick.head,
    threshold: settings.alarm_threshold,
    hysteresis: settings.hysteresis,
    history_limit: MAX_LOGGED_CHANGES,
  };
  return writeDocument(head, { name: 'active', elements: active }, { name: 'history', elements: history });
}
