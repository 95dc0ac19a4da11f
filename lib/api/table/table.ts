import type { ListPart, Parts } from '../parts';
import { innerFields } from '../selection/selection';
import { COLUMNS, valueAt } from './columns';
import { type Column, writeCsv } from './csv';

export type TableName = keyof typeof COLUMNS;

/**
 * A list of a document as a table. The first columns say which state a row is of, so that tables can be laid one under
 * another; the next says which element.
 */
export function writeTable(
  { head, lists }: Parts,
  list: string,
  table: TableName,
  fields: readonly string[] | undefined,
): Promise<Buffer> {
  const { elements, shape } = lists.find(({ name }) => name === list) as ListPart;
  const ofState = ['sequence', 'timestamp'].map(
    (title): Column<object> => ({
      title,
      read: () => (head as Record<string, unknown>)[title],
    }),
  );
  const titles = chosenColumns(list, COLUMNS[table], fields);
  const ofElement = titles.map(
    (title): Column<object> => ({
      title,
      read: (element) => valueAt(element, title),
    }),
  );
  return writeCsv([...ofState, ...ofElement], elements, shape);
}

function chosenColumns(
  list: string,
  columns: readonly string[],
  fields: readonly string[] | undefined,
): readonly string[] {
  if (fields === undefined || fields.includes(list)) return columns;
  const inner = new Set(innerFields(list, fields));
  return columns.filter((title, i) => i === 0 || inner.has(title.split('.')[0]!));
}
