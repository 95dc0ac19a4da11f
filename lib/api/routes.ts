import { type NodeRoutes, serializeState } from '../contract';
import { gridError } from '../errors';
import type { Answer } from './answer';
import { writeAlarms } from './answers/alarms';
import { auditDocument } from './answers/audit';
import { handOver } from './answers/command';
import { dataSourceDocument } from './answers/data-source';
import { writeEdgeRisk } from './answers/edge-risk';
import { healthDocument } from './answers/health';
import { historyPage } from './answers/history-page';
import { writeLoss, writeLossTable } from './answers/loss';
import { nodeDocument } from './answers/node';
import { writeOptimizeResult } from './answers/optimize';
import { pathsParts } from './answers/paths';
import { riskParts } from './answers/risk';
import { csvTag, selected } from './answers/selected';
import { stateParts } from './answers/state';
import { writeStatistics } from './answers/statistics';
import { optimizeCommand, planCommand, type SwitchingCommand, switchCommand } from './command-request';
import { formatOf } from './format';
import { USUAL_AUDIT_ENTRIES } from './limits';
import type { CheckedRequest } from './message';
import { type Parts, writeParts } from './parts';
import type { GridRoute, Sources } from './route';
import { openStream } from './stream';
import { CSV_TYPE } from './table/csv';
import type { Tick } from './tick';

/** A document as JSON, written once a tick. */
function once(name: string, parts: (tick: Tick) => Parts): (tick: Tick) => Promise<Buffer> {
  return (tick) => tick.document(name, async () => writeParts(parts(tick)));
}

/** Shared with whoever else sends it. */
export const wholeState = ({ snapshot }: Tick): Promise<Buffer> => serializeState(snapshot);
export const wholeRisk = once('risk', riskParts);

const STATE = selected({
  document: 'StateDocument',
  parts: stateParts,
  whole: wholeState,
  tables: [
    { list: 'edges', table: 'edges' },
    { list: 'nodes', table: 'nodes' },
  ],
});
const RISK = selected({
  document: 'RiskDocument',
  parts: riskParts,
  whole: wholeRisk,
  tables: [{ list: 'edges', table: 'risk' }],
});
const PATHS = selected({
  document: 'PathsDocument',
  parts: pathsParts,
  whole: once('paths', pathsParts),
  tables: [{ list: 'paths', table: 'paths' }],
});

export const ROUTES: readonly GridRoute[] = [
  { method: 'GET', path: '/health', answer: health },
  { method: 'GET', path: '/metrics', answer: ({ metrics }) => metrics() },
  { method: 'GET', path: '/openapi.json', answer: ({ openapi }) => openapi() },
  { method: 'GET', path: '/docs', answer: ({ docs }) => docs.page() },
  { method: 'GET', path: '/docs/openapi-explorer.min.js', answer: ({ docs }) => docs.script() },
  { method: 'GET', path: '/grid/state', answer: STATE },
  { method: 'POST', path: '/grid/optimize', answer: optimize },
  { method: 'GET', path: '/grid/paths', answer: PATHS },
  { method: 'GET', path: '/grid/risk', answer: RISK },
  { method: 'GET', path: '/grid/risk/{id}', answer: edgeRisk },
  { method: 'GET', path: '/grid/loss', answer: loss },
  { method: 'GET', path: '/grid/statistics', answer: prepared('statistics', writeStatistics) },
  { method: 'GET', path: '/grid/history', answer: historyPage },
  { method: 'GET', path: '/grid/alarms', answer: prepared('alarms', writeAlarms) },
  { method: 'GET', path: '/grid/node/{id}', answer: node },
  { method: 'GET', path: '/stream', answer: async ({ stream }, _, request) => openStream(stream, request) },
  { method: 'POST', path: '/grid/plan', answer: commanding(planCommand) },
  { method: 'POST', path: '/grid/switch', answer: commanding(switchCommand) },
  { method: 'GET', path: '/audit', answer: audit },
  { method: 'GET', path: '/grid/data-source', answer: async ({ store }) => json(dataSourceDocument(store)) },
];

/** A document that is written once a tick. */
function prepared(name: string, write: (tick: Tick) => Promise<Buffer>): GridRoute['answer'] {
  return async ({ store: { tick } }) => ({
    etag: tick.etag,
    body: await tick.document(name, () => write(tick)),
  });
}

async function loss(
  { store: { tick } }: Sources,
  _params: unknown,
  request: CheckedRequest,
): Promise<Answer> {
  const csv = formatOf(request) === 'csv';
  const headers = { vary: 'Accept' };
  if (!csv) return { etag: tick.etag, headers, body: await tick.document('loss', () => writeLoss(tick)) };
  const body = await tick.document('loss.csv', () => writeLossTable(tick));
  return { etag: csvTag(tick), mediaType: CSV_TYPE, headers, body };
}

async function health({ store, uptime_s, versions, broker }: Sources): Promise<Answer> {
  return json(healthDocument(store, uptime_s(), versions, broker()));
}

async function node(
  { store: { tick }, findRoutes }: Sources,
  params: Readonly<Record<string, string>>,
  request: CheckedRequest,
): Promise<Answer> {
  const id = params.id!;
  const { alternatives: count } = request.values;
  if (count === undefined) {
    const write = async () => Buffer.from(JSON.stringify(nodeDocument(tick, id)));
    return { etag: tick.etag, body: await tick.document(`node/${id}`, write) };
  }
  const write = async () => {
    // First, as it refuses an id that the grid does not have.
    nodeDocument(tick, id);
    const routes = await routesFrom(findRoutes, tick, id, count);
    return Buffer.from(JSON.stringify(nodeDocument(tick, id, routes)));
  };
  return { etag: tick.etag, body: await tick.computed(`node/${id}?alternatives=${count}`, write) };
}

async function edgeRisk(
  { store: { tick }, explain }: Sources,
  params: Readonly<Record<string, string>>,
): Promise<Answer> {
  const id = params.id!;
  return {
    etag: tick.etag,
    body: await tick.computed(`risk/${id}`, () => writeEdgeRisk(tick, id, explain)),
  };
}

async function routesFrom(
  findRoutes: Sources['findRoutes'],
  { snapshot }: Tick,
  id: string,
  count: number,
): Promise<NodeRoutes> {
  if (findRoutes !== undefined && snapshot.optimization !== undefined) return findRoutes(snapshot, id, count);
  throw gridError('NOT_READY', {
    at:
      findRoutes === undefined
        ? 'no network to find paths in'
        : `tick ${snapshot.sequence} carries no optimization`,
    remedy: 'Wire path-optimize before grid-api, and give grid-api its grid-model',
  });
}

async function optimize(sources: Sources, _params: unknown, request: CheckedRequest): Promise<Answer> {
  const command = optimizeCommand(request.json);
  void sources.store.tick;
  const snapshot = await sources.optimize(command, request.signal);
  return { body: await writeOptimizeResult(snapshot), command };
}

function commanding(read: (body: unknown) => SwitchingCommand): GridRoute['answer'] {
  return async ({ store, command: hand }, _params, { json: body }) => {
    const command = read(body);
    return { ...json(handOver(store.tick.snapshot, command, hand)), status: 202, command };
  };
}

async function audit(sources: Sources, _params: unknown, { values }: CheckedRequest): Promise<Answer> {
  return json(await auditDocument(sources.audit, values.limit ?? USUAL_AUDIT_ENTRIES));
}

function json(document: object): Answer {
  return { body: Buffer.from(JSON.stringify(document)) };
}
