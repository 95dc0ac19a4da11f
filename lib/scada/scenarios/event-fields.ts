/** What a scenario of one's own may say beyond what its schema checks: known fields alone, and an end after its beginning. */
import type { Scenario, ScenarioEvent } from '../../contract';
import { gridError } from '../../errors';

const SPAN = ['kind', 'from_s', 'until_s'] as const;

type FieldsOf<Kind> =
  Extract<ScenarioEvent, { kind: Kind }> extends infer Event ? readonly (keyof Event)[] : never;

const FIELDS: { [Kind in ScenarioEvent['kind']]: FieldsOf<Kind> } = {
  weather: [
    ...SPAN,
    'ramp_s',
    'temperature_offset_c',
    'humidity_offset_percent',
    'wind_factor',
    'wind_offset_m_s',
    'cloud_cover',
  ],
  load: [...SPAN, 'ramp_s', 'factor', 'customer'],
  ageing: ['kind', 'from_s', 'years'],
  fault: [...SPAN, 'edges', 'fault'],
  protection: [...SPAN, 'pickup_percent'],
  sensor_fault: [...SPAN, 'edges', 'reading', 'fault'],
  false_data: [...SPAN, 'edges', 'reading', 'factor', 'offset'],
};
const DOCUMENT: readonly (keyof Scenario)[] = ['format', 'version', 'name', 'description', 'events'];
const RULE = ['rule', 'count', 'share'];

export const ALLOWED_EDGES =
  'a list of ids of edges, or a rule such as {"rule": "most_loaded", "count": 2}: most_loaded, oldest or random, with count (from 1) or share (0 to 1)';

/** Throws INVALID_SCENARIO. */
export function checkEvents(scenario: Scenario): void {
  checkFields('scenario', scenario, DOCUMENT);
  for (const [at, event] of scenario.events.entries()) {
    const place = `scenario.events[${at}]`;
    checkFields(place, event, FIELDS[event.kind]);
    if ('edges' in event && !Array.isArray(event.edges)) checkFields(`${place}.edges`, event.edges, RULE);
    if (!('until_s' in event) || event.until_s === undefined || event.until_s > event.from_s) continue;
    const allowed = `a time after from_s, ${event.from_s}`;
    throw gridError('INVALID_SCENARIO', { at: `${place}.until_s`, got: event.until_s, allowed });
  }
}

function checkFields(at: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  throw gridError('INVALID_SCENARIO', { at, got: unknown, allowed: `the fields ${known.join(', ')}` });
}
