import path from 'node:path';
import { gridError } from '../errors';
import { END_OF_TIME_S, readMoment, timeSplit, USUAL_SITE } from '../scada';
import { number, readArguments, wholeNumber } from './arguments';

const DAY_S = 86_400;
const MOST_TICKS = 100_000_000;
const MOST_DAYS = 3660;
/** Where nothing is said: not the clock, so that the same command line writes the same bytes on any day. */
const USUAL_START = '2026-01-01T00:00:00Z';

/** What `gridloom simulate` was told. */
export interface SimulateOptions {
  network: string;
  ticks: number;
  interval_s: number;
  seed: number;
  start_s: number;
  acceleration: number;
  site: { latitude_degree: number; longitude_degree: number };
  pv_percent: number;
  out: string;
  /** Files, undefined where none is named. */
  scenario: string | undefined;
  loadShape: string | undefined;
  weather: string | undefined;
  labels: string | undefined;
  horizon_s: number;
  json: boolean;
}

/** Throws INVALID_SETTING. */
export function readSimulateOptions(args: readonly string[]): SimulateOptions {
  const { files, values } = readArguments(args, ['NETWORK'], {
    ticks: { type: 'string' },
    interval: { type: 'string', default: '3600' },
    seed: { type: 'string', default: '1' },
    start: { type: 'string', default: USUAL_START },
    scenario: { type: 'string' },
    'load-shape': { type: 'string' },
    weather: { type: 'string' },
    latitude: { type: 'string', default: String(USUAL_SITE.latitude_degree) },
    longitude: { type: 'string', default: String(USUAL_SITE.longitude_degree) },
    'pv-percent': { type: 'string', default: '0' },
    acceleration: { type: 'string', default: '1' },
    labels: { type: 'string' },
    'horizon-days': { type: 'string', default: '30' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const options: SimulateOptions = {
    network: files[0],
    ticks: wholeNumber('ticks', values.ticks ?? '', 1, MOST_TICKS),
    interval_s: number('interval', values.interval, 0.001, DAY_S),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    start_s: moment(values.start),
    acceleration: number('acceleration', values.acceleration, 0, 1e6),
    site: {
      latitude_degree: number('latitude', values.latitude, -90, 90),
      longitude_degree: number('longitude', values.longitude, -180, 180),
    },
    pv_percent: number('pv-percent', values['pv-percent'], 0, 1000),
    out: named('out', values.out),
    scenario: values.scenario,
    loadShape: values['load-shape'],
    weather: values.weather,
    labels: values.labels,
    horizon_s: DAY_S * number('horizon-days', values['horizon-days'], 0.001, MOST_DAYS),
    json: values.json,
  };
  checkEnd(options);
  checkHorizon(options);
  checkFiles(options);
  return options;
}

function moment(text: string): number {
  const time_s = readMoment(text);
  if (Number.isFinite(time_s)) return time_s;
  const allowed = `a moment such as ${USUAL_START}`;
  throw gridError('INVALID_SETTING', { at: '--start', got: text, allowed });
}

function named(option: string, file: string | undefined): string {
  if (file !== undefined && file !== '') return file;
  throw gridError('INVALID_SETTING', {
    at: `--${option}`,
    got: file ?? 'nothing',
    allowed: 'a file to write',
  });
}

function checkFiles({ out, labels }: SimulateOptions): void {
  if (labels === undefined || path.resolve(labels) !== path.resolve(out)) return;
  throw gridError('INVALID_SETTING', { at: '--labels', got: labels, allowed: 'another file than --out' });
}

/** Time stamps have four digits for the year. */
function checkEnd({ start_s, ticks, interval_s }: SimulateOptions): void {
  const end_s = start_s + (ticks - 1) * interval_s;
  if (end_s < END_OF_TIME_S) return;
  throw gridError('INVALID_SETTING', {
    at: '--ticks',
    got: ticks,
    allowed: `at most ${Math.ceil((END_OF_TIME_S - start_s) / interval_s)}: a run that ends before the year 10000`,
  });
}

/** A history without rows for test or validation cannot say how good a model is that is trained on it. */
function checkHorizon({ labels, ticks, interval_s, horizon_s }: SimulateOptions): void {
  if (labels === undefined || hasEachPart(ticks, interval_s, horizon_s)) return;
  let enough = Math.ceil(horizon_s / interval_s / TEST_SHARE);
  while (!hasEachPart(enough, interval_s, horizon_s)) enough++;
  throw gridError('INVALID_SETTING', {
    at: '--horizon-days',
    got: horizon_s / DAY_S,
    allowed: `less than 15 % of the run's ${((ticks - 1) * interval_s) / DAY_S} days: rows for test and validation lie in the last 30 %`,
    remedy: `Give --ticks ${enough} or more, a longer --interval, or fewer --horizon-days`,
  });
}

/** The last 15 % of a run are for test, the 15 % before for validation. */
const TEST_SHARE = 0.15;

function hasEachPart(ticks: number, interval_s: number, horizon_s: number): boolean {
  const end_s = (ticks - 1) * interval_s;
  const last_s = Math.floor((end_s - horizon_s) / interval_s) * interval_s;
  if (last_s < 0) return false;
  const partAt = (time_s: number) => timeSplit(time_s, horizon_s, 0, end_s);
  const first = Math.ceil((1 - 2 * TEST_SHARE) * (ticks - 1));
  // Rounding may put the first tick of a part one further.
  const isValidated = [first, first + 1].some((tick) => partAt(tick * interval_s) === 'validation');
  return isValidated && partAt(last_s) === 'test';
}
