import type { ErrorCode } from '../../errors';
import {
  ALTERNATIVES,
  CONTENT,
  AUDIT_LIMIT,
  CURSOR,
  EDGES,
  EVENTS,
  FORMAT,
  fieldsParameter,
  LAST_EVENT_ID,
  LIMIT,
  METRIC,
  TABLE,
} from './parameters';

/** What the document says of one route, beside its shapes. */
export interface Operation {
  operationId: string;
  tag: 'grid' | 'switching' | 'service';
  summary: string;
  description: string;
  /** The component that a good answer is shaped by; `text` where it is no JSON. */
  answer?: string;
  text?: {
    mediaType: string;
    example: string;
    /** The components that the data of each event of a stream are shaped by. */
    events?: Readonly<Record<string, string>>;
  };
  /** The component that the request's body is shaped by. */
  body?: string;
  /** False where it may be left out. */
  bodyRequired?: boolean;
  bodyExample?: object;
  /** The parameters of the query that it reads, and the headers that only it reads. */
  query?: readonly object[];
  /** True where a query may choose a part of the answer. */
  selectable?: boolean;
  /** An example of the answer as a table, where it can be had as one. */
  csv?: string;
  /** 202 for what is only handed over; else 200. */
  status?: 200 | 202;
  /** True where the header Link may lead to another page. */
  pages?: boolean;
  /** False for what is of the moment: such an answer has no ETag. */
  conditional: boolean;
  errors: readonly ErrorCode[];
}

/** Every GET may meet these. */
const GET: readonly ErrorCode[] = ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INTERNAL'];
const GET_TICK: readonly ErrorCode[] = [...GET, 'NOT_READY'];

/** Every GET that chooses elements by their id, too. */
const GET_CHOSEN: readonly ErrorCode[] = [...GET_TICK, 'UNKNOWN_ELEMENT'];

/** Every POST may meet these. */
const POST: readonly ErrorCode[] = [
  'INVALID_BODY',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'BODY_TOO_SLOW',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
  'INTERNAL',
  'NOT_READY',
];

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
  'GET /metrics': {
    operationId: 'getMetrics',
    tag: 'service',
    summary: "Figures in Prometheus' text format",
    description:
      'Ticks, what their stages take, event loop, broker, requests, streams, risk model and drift. ' +
      '501 where the optional package prom-client is not installed.',
    text: {
      mediaType: 'text/plain',
      example:
        '# HELP gridloom_ticks_total Ticks that grid-api took in.\n' +
        '# TYPE gridloom_ticks_total counter\ngridloom_ticks_total 17\n',
    },
    conditional: false,
    errors: [...GET, 'MISSING_PACKAGE'],
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
  'GET /docs': {
    operationId: 'getDocsPage',
    tag: 'service',
    summary: 'This document as a page',
    description: 'Shows the document and tries it out. Everything that the page loads comes from here.',
    text: { mediaType: 'text/html', example: '<!doctype html>…' },
    conditional: true,
    errors: GET,
  },
  'GET /docs/openapi-explorer.min.js': {
    operationId: 'getDocsScript',
    tag: 'service',
    summary: 'What the page is made with',
    description: 'The bundle of openapi-explorer (Apache-2.0).',
    text: { mediaType: 'text/javascript', example: '(()=>{…})()' },
    query: [CONTENT],
    conditional: true,
    errors: GET,
  },
  'GET /grid/state': {
    operationId: 'getState',
    tag: 'grid',
    summary: 'Topology and newest measurements and metrics',
    description: 'The newest snapshot, without its optimisation, which `/grid/paths` gives.',
    answer: 'StateDocument',
    query: [fieldsParameter('StateDocument'), EDGES, FORMAT, TABLE],
    selectable: true,
    csv: 'sequence,timestamp,id,name,from,to,closed\r\n17,2026-01-31T12:00:48.000Z,L1,Weir to Market,G1,S1,true\r\n',
    conditional: true,
    errors: GET_CHOSEN,
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
    bodyRequired: false,
    bodyExample: { risk_weight: 2.5 },
    conditional: false,
    errors: [...POST, 'BUSY', 'TIMEOUT'],
  },
  'POST /grid/plan': {
    operationId: 'decidePlan',
    tag: 'switching',
    summary: 'Accepts, rejects or aborts a switching plan',
    description:
      'Hands the decision to path-optimize, which checks it against the newest state. What comes of it the next states ' +
      'and the messages to the operator tell. Name the plan by its `id`, so that no newer one is meant.',
    answer: 'CommandAnswer',
    body: 'PlanRequest',
    bodyExample: { command: 'accept', id: 'plan-17' },
    status: 202,
    conditional: false,
    errors: POST,
  },
  'POST /grid/switch': {
    operationId: 'setSwitch',
    tag: 'switching',
    summary: 'Opens or closes a switch',
    description:
      'Hands the command to the source of the snapshots (scada-sim, or what stands for a control system). What comes ' +
      'of it the next states tell.',
    answer: 'CommandAnswer',
    body: 'SwitchRequest',
    bodyExample: { edge: 'L1', closed: false },
    status: 202,
    conditional: false,
    errors: [...POST, 'UNKNOWN_ELEMENT'],
  },
  'GET /grid/paths': {
    operationId: 'getPaths',
    tag: 'grid',
    summary: 'Newest supply paths',
    description:
      'One supply path for every substation, the switching plan, and the losses before and after it. ' +
      '503 where no path-optimize stands before the API.',
    answer: 'PathsDocument',
    query: [fieldsParameter('PathsDocument'), EDGES, FORMAT],
    selectable: true,
    csv: 'sequence,timestamp,node,reachable,cost\r\n17,2026-01-31T12:00:48.000Z,S1,true,0.094\r\n',
    conditional: true,
    errors: GET_CHOSEN,
  },
  'GET /grid/risk': {
    operationId: 'getRisk',
    tag: 'grid',
    summary: 'Edges by failure probability, the highest first',
    description:
      'With failure type, the figures of each member of the ensemble, and what the model was trained on. ' +
      '503 where no risk-predict stands before the API.',
    answer: 'RiskDocument',
    query: [fieldsParameter('RiskDocument'), EDGES, FORMAT],
    selectable: true,
    csv: 'sequence,timestamp,id,failure_probability\r\n17,2026-01-31T12:00:48.000Z,L1,0.08\r\n',
    conditional: true,
    errors: GET_CHOSEN,
  },
  'GET /grid/loss': {
    operationId: 'getLoss',
    tag: 'grid',
    summary: 'Loss history',
    description: 'The losses of the ticks that are remembered, the oldest first, with their extremes.',
    answer: 'LossDocument',
    query: [FORMAT],
    csv: 'sequence,timestamp,loss_mw,loss_percent\r\n17,2026-01-31T12:00:48.000Z,0.4,1.32\r\n',
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
  'GET /grid/history': {
    operationId: 'getHistory',
    tag: 'grid',
    summary: 'A history, page by page',
    description:
      'The oldest first. `next_cursor` leads to what comes after the page, also later; the header Link says whether more ' +
      'is there already. Ticks that come in meanwhile shift nothing.',
    answer: 'HistoryPage',
    pages: true,
    query: [METRIC, LIMIT, CURSOR, FORMAT],
    csv: 'sequence,timestamp,loss_mw,loss_percent\r\n17,2026-01-31T12:00:48.000Z,0.4,1.32\r\n',
    conditional: true,
    errors: GET_TICK,
  },
  'GET /grid/alarms': {
    operationId: 'getAlarms',
    tag: 'grid',
    summary: 'Edges that are likely to fail',
    description:
      'An alarm is raised where the failure probability reaches the threshold, and cleared where it falls below it by ' +
      'more than the hysteresis. Those that stand, and the newest changes, the oldest first.',
    answer: 'AlarmsDocument',
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
    errors: [...GET_CHOSEN, 'WRONG_GRID', 'BUSY'],
  },
  'GET /grid/risk/{id}': {
    operationId: 'explainRisk',
    tag: 'grid',
    summary: 'The risk of one edge, and why',
    description:
      'The id is percent-encoded UTF-8. `explanation` has what each input of the model adds to the log odds of the boosted ' +
      'trees (TreeSHAP, exact), computed when asked for: `base_value` and all contributions sum to `margin`, before ' +
      'combination and calibration.',
    answer: 'EdgeRiskDocument',
    conditional: true,
    errors: [...GET_TICK, 'INVALID_URL', 'UNKNOWN_ELEMENT'],
  },
  'GET /stream': {
    operationId: 'followGrid',
    tag: 'grid',
    summary: 'The live stream',
    description:
      'Server-sent events: `state` and `risk` with each tick, as `/grid/state` and `/grid/risk` have them, `plan` and ' +
      '`alarm` when they change; `contentSchema` says what their data are. The first events say what is true now, or with ' +
      'Last-Event-ID what was missed. A reader that is slow gets the newest state and risk, and `missed` with the number ' +
      'of alarms and plans that it could not be told.',
    text: {
      mediaType: 'text/event-stream',
      events: {
        state: 'StateDocument',
        risk: 'RiskDocument',
        plan: 'PlanNews',
        alarm: 'AlarmDocument',
      },
      example: 'id: 3c0ffee-17\nevent: alarm\ndata: {"edge":"L1","state":"raised"}\n\n',
    },
    query: [EVENTS, LAST_EVENT_ID],
    conditional: false,
    errors: [...GET, 'BUSY'],
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
  'GET /audit': {
    operationId: 'getAudit',
    tag: 'service',
    summary: 'Who did what',
    description:
      'The newest commands and refused attempts, the newest first, with who, when, what and what came of it. ' +
      '503 where Node-RED has no folder to keep them in.',
    answer: 'AuditDocument',
    query: [AUDIT_LIMIT],
    conditional: false,
    errors: [...GET, 'NOT_READY'],
  },
};

/** Those of the operation itself, and those of the checks that stand before it (`scope` of `route-scopes.ts`). */
export function errorsOf({ errors }: Operation, scope: string): readonly ErrorCode[] {
  const checks: readonly ErrorCode[] = ['INVALID_URL', 'INVALID_HEADER', 'TOO_MANY_REQUESTS'];
  const access: readonly ErrorCode[] = scope === 'none' ? [] : ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_READY'];
  return [...new Set([...errors, ...checks, ...access])];
}
