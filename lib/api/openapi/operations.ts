import type { ErrorCode } from '../../errors';
import { MOST_ALTERNATIVES } from '../../paths';

/** What the document says of one route, beside its shapes. */
export interface Operation {
  operationId: string;
  tag: 'grid' | 'service';
  summary: string;
  description: string;
  /** The component that a good answer is shaped by. */
  answer: string;
  /** The component that the request's body is shaped by. */
  body?: string;
  /** The parameters of the query that it reads. */
  query?: readonly object[];
  /** False for what is of the moment: such an answer has no ETag. */
  conditional: boolean;
  errors: readonly ErrorCode[];
}

/** Every GET may meet these. */
const GET: readonly ErrorCode[] = ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INTERNAL'];
const GET_TICK: readonly ErrorCode[] = [...GET, 'NOT_READY'];

const ALTERNATIVES = {
  name: 'alternatives',
  in: 'query',
  description:
    'How many of the cheapest paths are asked for. Without it there are neither these nor a backup.',
  schema: { type: 'integer', minimum: 1, maximum: MOST_ALTERNATIVES },
};

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /health': {
    operationId: 'getHealth',
    tag: 'service',
    summary: 'How the service is',
    description:
      'Status, uptime, versions, newest tick, risk model and broker. Answers 200 whatever is wrong: read `status`.',
    answer: 'HealthDocument',
    conditional: false,
    errors: GET,
  },
  'GET /openapi.json': {
    operationId: 'getOpenApi',
    tag: 'service',
    summary: 'This document',
    description: 'The OpenAPI 3.1 document that all answers keep to.',
    answer: 'OpenApiDocument',
    conditional: true,
    errors: GET,
  },
  'GET /grid/state': {
    operationId: 'getState',
    tag: 'grid',
    summary: 'Topology and newest measurements and metrics',
    description: 'The newest snapshot, without its optimisation, which `/grid/paths` gives.',
    answer: 'StateDocument',
    conditional: true,
    errors: GET_TICK,
  },
  'POST /grid/optimize': {
    operationId: 'optimize',
    tag: 'grid',
    summary: 'Runs an optimisation now',
    description:
      'Waits for path-optimize, unlike every other request. The body may set the risk weight: it then only asks ' +
      'what would be. Without a body path-optimize uses its own, and the outcome becomes the newest state.',
    answer: 'OptimizeResult',
    body: 'OptimizeRequest',
    conditional: false,
    errors: [
      'INVALID_BODY',
      'NOT_FOUND',
      'METHOD_NOT_ALLOWED',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'INTERNAL',
      'NOT_READY',
      'BUSY',
      'TIMEOUT',
    ],
  },
  'GET /grid/paths': {
    operationId: 'getPaths',
    tag: 'grid',
    summary: 'Newest supply paths',
    description:
      'One supply path for every substation, the switching plan, and the losses before and after it. ' +
      '503 where no path-optimize stands before the API.',
    answer: 'PathsDocument',
    conditional: true,
    errors: GET_TICK,
  },
  'GET /grid/risk': {
    operationId: 'getRisk',
    tag: 'grid',
    summary: 'Edges by failure probability, the highest first',
    description:
      'With failure type, the figures of each member of the ensemble, and what the model was trained on. ' +
      '503 where no risk-predict stands before the API.',
    answer: 'RiskDocument',
    conditional: true,
    errors: GET_TICK,
  },
  'GET /grid/loss': {
    operationId: 'getLoss',
    tag: 'grid',
    summary: 'Loss history',
    description: 'The losses of the ticks that are remembered, the oldest first, with their extremes.',
    answer: 'LossDocument',
    conditional: true,
    errors: GET_TICK,
  },
  'GET /grid/statistics': {
    operationId: 'getStatistics',
    tag: 'grid',
    summary: 'Totals and histories of loss, risk and reward',
    description:
      'Totals since the API was deployed; the histories of the ticks that are remembered, the oldest first. ' +
      'An optimisation on demand takes the place of its tick in the history.',
    answer: 'StatisticsDocument',
    conditional: true,
    errors: GET_TICK,
  },
  'GET /grid/node/{id}': {
    operationId: 'getNode',
    tag: 'grid',
    summary: 'One node with its edges, path and risk',
    description:
      'The id is percent-encoded UTF-8. With `alternatives` the answer also has that many cheapest paths and a backup, ' +
      'computed when asked for.',
    answer: 'NodeDocument',
    query: [ALTERNATIVES],
    conditional: true,
    errors: [...GET_TICK, 'INVALID_URL', 'UNKNOWN_ELEMENT', 'WRONG_GRID', 'BUSY'],
  },
  'GET /grid/data-source': {
    operationId: 'getDataSource',
    tag: 'grid',
    summary: 'Where the data come from',
    description: 'Source, rate, ticks, skipped ticks, and the age of the newest.',
    answer: 'DataSourceDocument',
    conditional: false,
    errors: GET_TICK,
  },
};
