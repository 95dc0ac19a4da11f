import { type Column, invalidTable, type Table } from './table';

const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];
const ALLOWED = '0 or 1, false or true, no or yes';

/**
 * The outcome of each row, 1 for a failure.
 * @throws GridError INVALID_TABLE, naming the line of what is no outcome
 */
export function readLabels(table: Table, column: Column): Uint8Array {
  const labels = new Uint8Array(table.row_count);
  for (let row = 0; row < labels.length; row++) {
    const cell = textOf(column, row).toLowerCase();
    if (YES.includes(cell)) labels[row] = 1;
    else if (!NO.includes(cell)) {
      const got = cell === '' ? 'nothing' : textOf(column, row);
      throw invalidTable(`${table.file}, line ${table.lineOf(row)}, column "${column.name}"`, got, ALLOWED);
    }
  }
  return labels;
}

/** @throws GridError INVALID_TABLE where all rows have the same outcome */
export function checkTwoClasses(table: Table, column: Column, labels: Uint8Array): void {
  const failures = labels.reduce((sum, label) => sum + label, 0);
  if (failures > 0 && failures < labels.length) return;
  throw invalidTable(
    `${table.file}, column "${column.name}"`,
    `${labels.length} rows, ${failures} of them failures`,
    'rows of both outcomes',
    'A model cannot learn from one outcome alone',
  );
}

export function textOf(column: Column, row: number): string {
  if (column.kind === 'number') {
    const value = column.numbers[row]!;
    return Number.isNaN(value) ? '' : String(value);
  }
  const code = column.codes[row]!;
  return code < 0 ? '' : column.levels[code]!;
}
