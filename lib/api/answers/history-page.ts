import { writeDocument } from '../../contract';
import { type Cursor, readCursor, writeCursor } from '../cursor';
import type { HistoryPoint } from '../documents';
import { formatOf } from '../format';
import { USUAL_POINTS } from '../limits';
import type { HistoryMetric, HistoryPage } from '../list-documents';
import type { Answer } from '../answer';
import type { GridRoute } from '../route';
import { valueAt } from '../table/columns';
import { CSV_TYPE, writeCsv } from '../table/csv';
import type { Tick } from '../tick';
import { csvTag } from './selected';

/** What a point of each metric says beside which tick it is of. */
const FIELDS = {
  loss: ['loss_mw', 'loss_percent'],
  risk: ['risk'],
  reward: ['reward', 'risk_weight'],
} as const satisfies Record<HistoryMetric, readonly (keyof HistoryPoint)[]>;

interface Page {
  metric: HistoryMetric;
  points: HistoryPoint[];
  missed: number;
  next: Cursor;
  /** Whether more is there already. */
  more: boolean;
}

/** One page of a history; pages never shift, as ticks are numbered as they come in. */
export const historyPage: GridRoute['answer'] = async ({ store: { tick } }, _params, request) => {
  const { metric = 'loss', limit = USUAL_POINTS, cursor } = request.values;
  const csv = formatOf(request) === 'csv';
  const page = pageOf(tick, metric, limit, readCursor(cursor, tick.memory));
  const headers = { vary: 'Accept', ...linkOf(page, limit, csv) };
  const key = JSON.stringify(['history', metric, limit, page.next.number, page.missed, csv]);
  const body = await tick.selected(key, () => (csv ? csvOf(page) : jsonOf(tick, page)));
  const form: Answer = { etag: tick.etag, headers, body };
  return csv ? { ...form, etag: csvTag(tick), mediaType: CSV_TYPE } : form;
};

function pageOf(
  { memory: { history, instance } }: Tick,
  metric: HistoryMetric,
  limit: number,
  cursor: Cursor | undefined,
): Page {
  const start = Math.max(cursor?.number ?? 0, history.first);
  const points = history.from(start, limit);
  const next = { instance, number: start + points.length };
  const missed = cursor === undefined ? 0 : start - cursor.number;
  return { metric, points, missed, next, more: next.number < history.pushed };
}

function jsonOf(tick: Tick, { metric, points, missed, next }: Page): Promise<Buffer> {
  const { limit } = tick.memory.history;
  const head: Omit<HistoryPage, 'points'> = {
    ...tick.head,
    metric,
    history_limit: limit,
    missed,
    next_cursor: writeCursor(next),
  };
  const fields = columnsOf(metric);
  const shape = (point: HistoryPoint) =>
    Object.fromEntries(fields.map((field) => [field, point[field as keyof HistoryPoint]]));
  return writeDocument(head, { name: 'points', elements: points, shape });
}

function csvOf({ metric, points }: Page): Promise<Buffer> {
  const columns = columnsOf(metric).map((title) => ({
    title,
    read: (point: HistoryPoint) => valueAt(point, title),
  }));
  return writeCsv(columns, points);
}

function columnsOf(metric: HistoryMetric): readonly string[] {
  return ['sequence', 'timestamp', ...FIELDS[metric]];
}

/** Relative, so that it is right behind every proxy. */
function linkOf({ metric, next, more }: Page, limit: number, csv: boolean): Record<string, string> {
  if (!more) return {};
  const query = `metric=${metric}&limit=${limit}${csv ? '&format=csv' : ''}&cursor=${writeCursor(next)}`;
  return { link: `<?${query}>; rel="next"` };
}
