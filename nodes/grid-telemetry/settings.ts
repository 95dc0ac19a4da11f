import type { NodeDef } from 'node-red';
import { gridError } from '../../lib/errors';
import { numberSetting } from '../number-setting';

export interface GridTelemetryDef extends NodeDef {
  model: string;
  mode: string;
  /** The point list as CSV; a file of one prevails. */
  points: string;
  pointsFile: string;
  /** When a snapshot is sent: every interval, or when a scan is complete. */
  trigger: string;
  interval_s: number | string;
  scanGroup: string;
  /** A scan that is not complete after so long is sent as it is. */
  scanLimit_s: number | string;
  staleness_s: number | string;
  skewLimit_s: number | string;
  /** Of a replay. */
  file: string;
  speed: number | string;
  loop: boolean;
  autostart: boolean;
  /** False where nothing is to outlast the process. */
  keepState?: boolean;
}

export interface GridTelemetrySettings {
  mode: 'live' | 'replay';
  points: string;
  pointsFile: string;
  trigger: 'interval' | 'scan';
  interval_s: number;
  scanGroup: string;
  scanLimit_s: number;
  staleness_s: number;
  skewLimit_s: number;
  file: string;
  speed: number;
  loop: boolean;
  autostart: boolean;
}

/** Reads the node's settings; throws INVALID_SETTING. */
export function readSettings(def: Partial<GridTelemetryDef>): GridTelemetrySettings {
  return {
    mode: oneOf('mode', def.mode, ['live', 'replay']),
    points: def.points ?? '',
    pointsFile: (def.pointsFile ?? '').trim(),
    trigger: oneOf('trigger', def.trigger, ['interval', 'scan']),
    interval_s: numberSetting('interval_s', def.interval_s, { usual: 3, least: 0.05, most: 86_400 }),
    scanGroup: (def.scanGroup ?? '').trim(),
    scanLimit_s: numberSetting('scanLimit_s', def.scanLimit_s, { usual: 60, least: 0.05, most: 86_400 }),
    staleness_s: numberSetting('staleness_s', def.staleness_s, { usual: 60, least: 0.1, most: 31_536_000 }),
    skewLimit_s: numberSetting('skewLimit_s', def.skewLimit_s, { usual: 30, least: 0, most: 31_536_000 }),
    file: (def.file ?? '').trim(),
    speed: numberSetting('speed', def.speed, { usual: 1, least: 0, most: 1_000_000 }),
    loop: def.loop === true,
    autostart: def.autostart !== false,
  };
}

/** The first where nothing is said. */
function oneOf<Word extends string>(at: string, value: unknown, allowed: readonly Word[]): Word {
  if (value === undefined || value === '') return allowed[0];
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw gridError('INVALID_SETTING', { at, got: value, allowed: allowed.join(', ') });
}
