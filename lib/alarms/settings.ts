import { gridError } from '../errors';

export interface AlarmSettings {
  /** Failure probability at which an alarm is raised, above 0 and at most 1. */
  readonly alarm_threshold: number;
  /** How far the probability must fall below the threshold for the alarm to be cleared. */
  readonly hysteresis: number;
}

export const DEFAULT_ALARMS: AlarmSettings = { alarm_threshold: 0.5, hysteresis: 0.05 };

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
