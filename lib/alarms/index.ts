/** Which edges are likely to fail, told once for each change. */
export { type AlarmDocument, type AlarmState, alarmDocument } from './document';
export { MAX_LOGGED_CHANGES, MAX_RECALLED_ALARMS } from './limits';
export { AlarmLog } from './log';
export { type AlarmSettings, DEFAULT_ALARMS, parseAlarmSettings } from './settings';
export { AlarmTracker } from './tracker';
