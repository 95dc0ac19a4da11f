import { MAX_AUDIT_ANSWER } from '../../access';
import { MOST_ALTERNATIVES } from '../../paths';
import { MOST_POINTS, USUAL_AUDIT_ENTRIES, USUAL_POINTS } from '../limits';
import { EVENT_KINDS } from '../stream';
import { fieldsOf, type SelectableDocument } from '../selection/fields';

/** The parameters that queries may hold, as the document describes them. */

export const ALTERNATIVES = {
  name: 'alternatives',
  in: 'query',
  description:
    'How many of the cheapest paths are asked for. Without it there are neither these nor a backup.',
  schema: { type: 'integer', minimum: 1, maximum: MOST_ALTERNATIVES },
};

/** Which fields of a document are asked for. */
export function fieldsParameter(document: SelectableDocument): object {
  return {
    name: 'fields',
    in: 'query',
    description:
      'Fields of the answer, and of the elements of its lists, separated by commas. All where absent.',
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 1, items: { type: 'string', enum: fieldsOf(document) } },
  };
}

export const EDGES = {
  name: 'edges',
  in: 'query',
  description:
    'Ids of edges, separated by commas: only these, or the paths that pass one of them. All where absent.',
  style: 'form',
  explode: false,
  schema: { type: 'array', minItems: 1, items: { type: 'string' } },
};

export const FORMAT = {
  name: 'format',
  in: 'query',
  description: 'JSON or a table. Without it the header Accept decides.',
  schema: { type: 'string', enum: ['json', 'csv'] },
};

export const TABLE = {
  name: 'table',
  in: 'query',
  description: 'Which list the table is made of.',
  schema: { type: 'string', enum: ['edges', 'nodes'], default: 'edges' },
};

export const METRIC = {
  name: 'metric',
  in: 'query',
  description: 'Which history is asked for.',
  schema: { type: 'string', enum: ['loss', 'risk', 'reward'], default: 'loss' },
};

export const LIMIT = {
  name: 'limit',
  in: 'query',
  description: 'Points on the page at most.',
  schema: { type: 'integer', minimum: 1, maximum: MOST_POINTS, default: USUAL_POINTS },
};

export const AUDIT_LIMIT = {
  name: 'limit',
  in: 'query',
  description: 'Entries that are asked for at most.',
  schema: { type: 'integer', minimum: 1, maximum: MAX_AUDIT_ANSWER, default: USUAL_AUDIT_ENTRIES },
};

export const CURSOR = {
  name: 'cursor',
  in: 'query',
  description: 'The `next_cursor` of the page before. Without it the page is the oldest that is remembered.',
  schema: { type: 'string' },
};

export const CONTENT = {
  name: 'v',
  in: 'query',
  description: 'Names the content, so that browsers may keep it for good.',
  schema: { type: 'string' },
};

export const EVENTS = {
  name: 'events',
  in: 'query',
  description: 'Which events are sent, separated by commas. All where absent.',
  style: 'form',
  explode: false,
  schema: { type: 'array', minItems: 1, items: { type: 'string', enum: EVENT_KINDS } },
};

export const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The id of the last event that the client got; browsers send it when they connect again.',
  schema: { type: 'string' },
};
