import { gridError } from '../../errors';

/** One column: numbers, NaN where a cell is missing; or texts as codes into `levels`, −1 where missing. */
export type Column =
  | { readonly name: string; readonly kind: 'number'; readonly numbers: Float64Array }
  | {
      readonly name: string;
      readonly kind: 'text';
      readonly levels: readonly string[];
      readonly codes: Int32Array;
    };

/** Rows as a file gives them, column by column. */
export interface Table {
  /** For errors. */
  readonly file: string;
  readonly row_count: number;
  readonly columns: readonly Column[];
  /** The line of the file that a row starts on. */
  lineOf(row: number): number;
}

/**
 * A column by its name or, where none is called so, by its number from 1.
 * @throws GridError INVALID_SETTING, naming the option
 */
export function columnOf(table: Table, option: string, wanted: string): Column {
  const named = table.columns.find(({ name }) => name === wanted);
  const numbered = /^[1-9]\d{0,5}$/.test(wanted) ? table.columns[Number(wanted) - 1] : undefined;
  const found = named ?? numbered;
  if (found !== undefined) return found;
  const names = table.columns.map(({ name }) => name).join(', ');
  throw gridError('INVALID_SETTING', {
    at: option,
    got: wanted,
    allowed: `a column of ${table.file}, by name or number: ${names.length > 300 ? `${names.slice(0, 297)}...` : names}`,
  });
}

export function invalidTable(at: string, got: unknown, allowed: string, remedy?: string) {
  return gridError('INVALID_TABLE', { at, got, allowed, ...(remedy !== undefined && { remedy }) });
}
