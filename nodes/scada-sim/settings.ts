import type { NodeDef } from 'node-red';
import { gridError } from '../../lib/errors';
import { readMoment, type Site, USUAL_SITE } from '../../lib/scada';
import { isBlank, numberSetting } from '../number-setting';

export interface ScadaSimDef extends NodeDef {
  model: string;
  interval_s: number | string;
  seed: number | string;
  /** An OpenDSS or CSV file; blank for the built-in curve. */
  loadShapeFile: string;
  /** Simulated time a tick; blank for the clock's own. */
  time_step_s: number | string;
  /** Where simulated time begins, ISO 8601, UTC unless it names a zone; blank for now. */
  start_time: string;
  autostart: boolean;
  /** False where nothing is to outlast the process. */
  keepState?: boolean;
  latitude_degree: number | string;
  longitude_degree: number | string;
  /** A CSV file; blank for weather by latitude and season. */
  weatherFile: string;
  /** Rated photovoltaic power at every load, in percent of the load's nominal one. */
  pv_percent: number | string;
  /** How many times more often than their hazards say edges fail. */
  acceleration: number | string;
  /** A built-in name or a file; blank for none. */
  scenario: string;
}

export interface ScadaSimSettings {
  interval_s: number;
  seed: number;
  loadShapeFile: string;
  /** Undefined where ticks follow the clock. */
  time_step_s: number | undefined;
  /** Undefined where simulated time begins now. */
  start_s: number | undefined;
  site: Site;
  weatherFile: string;
  pv_percent: number;
  acceleration: number;
  scenario: string;
}

/** Reads the node's settings; throws INVALID_SETTING. */
export function readSettings(def: Partial<ScadaSimDef>): ScadaSimSettings {
  return {
    interval_s: numberSetting('interval_s', def.interval_s, { usual: 3, least: 0.05, most: 86_400 }),
    seed: Math.trunc(numberSetting('seed', def.seed, { usual: 1, least: 0, most: 2 ** 32 - 1 })),
    loadShapeFile: def.loadShapeFile ?? '',
    time_step_s: isBlank(def.time_step_s) ? undefined : timeStep(def.time_step_s),
    start_s: isBlank(def.start_time) ? undefined : moment(def.start_time!),
    site: {
      latitude_degree: angle('latitude_degree', def.latitude_degree, 90),
      longitude_degree: angle('longitude_degree', def.longitude_degree, 180),
    },
    weatherFile: def.weatherFile ?? '',
    pv_percent: numberSetting('pv_percent', def.pv_percent, { usual: 0, least: 0, most: 1000 }),
    acceleration: numberSetting('acceleration', def.acceleration, { usual: 1, least: 0, most: 1_000_000 }),
    scenario: def.scenario ?? '',
  };
}

function angle(name: keyof Site, value: unknown, most: number): number {
  return numberSetting(name, value, { usual: USUAL_SITE[name], least: -most, most });
}

function timeStep(value: unknown): number {
  return numberSetting('time_step_s', value, { usual: Number.NaN, least: 0.001, most: 86_400 });
}

function moment(text: string): number {
  const time_s = readMoment(text);
  if (Number.isFinite(time_s)) return time_s;
  throw gridError('INVALID_SETTING', {
    at: 'start_time',
    got: text,
    allowed: 'a moment such as 2026-01-31T00:00:00Z',
  });
}
