import { formatOf } from '../format';
import { type Parts, writeParts } from '../parts';
import type { Answer } from '../answer';
import type { GridRoute } from '../route';
import type { SelectableDocument } from '../selection/fields';
import { readSelection, type Selection, select } from '../selection/selection';
import { CSV_TYPE } from '../table/csv';
import { type TableName, writeTable } from '../table/table';
import type { Tick } from '../tick';

/** A document that can be had whole, in part, and as a table. */
export interface Selectable {
  document: SelectableDocument;
  parts(tick: Tick): Parts;
  /** The whole document as JSON. */
  whole(tick: Tick): Promise<Buffer>;
  /** Its tables, the usual one first: which list each is made of. */
  tables: readonly { list: string; table: TableName }[];
}

/** Answers with what the query has chosen, prepared once a tick like everything else. */
export function selected(selectable: Selectable): GridRoute['answer'] {
  return async ({ store: { tick } }, _params, request) => {
    const { values } = request;
    const selection = readSelection(values, tick.snapshot);
    const headers = { vary: 'Accept' };
    if (formatOf(request) === 'csv') return tableOf(selectable, tick, values.table, selection, headers);
    const body = await jsonOf(selectable, tick, selection);
    return { etag: tick.etag, headers, body };
  };
}

function jsonOf({ document, parts, whole }: Selectable, tick: Tick, selection: Selection): Promise<Buffer> {
  if (selection.fields === undefined && selection.edges === undefined) return whole(tick);
  return tick.selected(keyOf(document, 'json', selection), async () =>
    writeParts(select(parts(tick), document, selection)),
  );
}

async function tableOf(
  { document, parts, tables }: Selectable,
  tick: Tick,
  asked: string | undefined,
  selection: Selection,
  headers: Answer['headers'],
): Promise<Answer> {
  const { list, table } = tables.find((one) => one.list === asked) ?? tables[0]!;
  const body = await tick.selected(keyOf(document, list, selection), async () =>
    writeTable(select(parts(tick), document, { edges: selection.edges }), list, table, selection.fields),
  );
  return { etag: csvTag(tick), mediaType: CSV_TYPE, headers, body };
}

/** Of the same tick and address as JSON, but other bytes. */
export function csvTag({ etag }: Tick): string {
  return etag.replace(/"$/, '-csv"');
}

function keyOf(document: string, form: string, { fields, edges }: Selection): string {
  return JSON.stringify([document, form, fields, edges]);
}
