import { type AlarmSettings, DEFAULT_ALARMS, parseAlarmSettings } from '../../lib/alarms';
import { isOriginPattern, LOOPBACK_ORIGINS } from '../../lib/api';
import { gridError } from '../../lib/errors';
import { numberSetting } from '../number-setting';

/** As the editor saves them: numbers may be text, origins a list or text. */
export interface GridApiSettings {
  base_path?: string;
  cors_origins?: string | string[];
  optimize_timeout_s?: number | string;
  history_limit?: number | string;
  alarm_threshold?: number | string;
  hysteresis?: number | string;
}

export interface ReadSettings {
  basePath: string;
  corsOrigins: readonly string[];
  optimizeTimeout_s: number;
  historyLimit: number;
  alarms: AlarmSettings;
}

/** The settings as values, defaults filled in; INVALID_SETTING names the first that is not usable. */
export function readSettings(def: GridApiSettings): ReadSettings {
  return {
    basePath: readBasePath(def.base_path || '/api'),
    corsOrigins: readOrigins(def.cors_origins),
    optimizeTimeout_s: numberSetting('optimize_timeout_s', def.optimize_timeout_s, {
      usual: 10,
      least: 0.1,
      most: 600,
    }),
    historyLimit: Math.floor(
      numberSetting('history_limit', def.history_limit, { usual: 2000, least: 1, most: 10_000 }),
    ),
    alarms: readAlarms(def),
  };
}

/** Plain segments only: what Express would read as a pattern is refused, and so is `/`, where the flow's own pages are. */
function readBasePath(path: string): string {
  const trimmed = path.replace(/\/$/, '');
  if (/^(\/[\w~-][\w.~-]*)+$/.test(trimmed)) return trimmed;
  throw gridError('INVALID_SETTING', {
    at: 'base_path',
    got: path,
    allowed: 'a path such as /api: letters, digits and - _ . ~ after each /',
  });
}

function readAlarms({ alarm_threshold, hysteresis }: GridApiSettings): AlarmSettings {
  const usual = DEFAULT_ALARMS;
  return parseAlarmSettings({
    alarm_threshold: numberSetting('alarm_threshold', alarm_threshold, {
      usual: usual.alarm_threshold,
      least: 0,
      most: 1,
    }),
    hysteresis: numberSetting('hysteresis', hysteresis, { usual: usual.hysteresis, least: 0, most: 1 }),
  });
}

function readOrigins(origins: string | string[] | undefined): readonly string[] {
  if (origins === undefined) return LOOPBACK_ORIGINS;
  const entries = (Array.isArray(origins) ? origins : origins.split(/[\s,]+/)).filter(
    (entry) => entry !== '',
  );
  const wrong = entries.find((entry) => !isOriginPattern(entry));
  if (wrong === undefined) return entries;
  throw gridError('INVALID_SETTING', {
    at: 'cors_origins',
    got: wrong,
    allowed: 'origins such as https://control.example or http://localhost:*, or * for every page',
  });
}
