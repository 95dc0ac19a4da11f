/** Matrices and cell arrays put together from their elements, as `[a, b; c]` and `{a, b; c}`. */
import { refuse } from './refusal';
import { asMatrix, type Budget, type Cell, describe, isEmpty, type Matrix, type Value } from './values';

export function concatenate(budget: Budget, rows: readonly (readonly Value[])[]): Value {
  if (rows.some((row) => row.some(({ kind }) => kind === 'text'))) return joinTexts(rows);
  const parts = rows.map((row) => beside(budget, row.map(asMatrix))).filter((part) => !isEmpty(part));
  if (parts.length === 1) return parts[0];
  const cols = parts[0]?.cols ?? 0;
  for (const [index, part] of parts.entries()) {
    if (part.cols !== cols) {
      refuse(`${part.cols} columns in row ${index + 1}`, `${cols}, as in the rows before`);
    }
  }
  const result = budget.matrix(
    parts.reduce((sum, part) => sum + part.rows, 0),
    cols,
    parts.length > 0 && parts.every(({ logical }) => logical),
  );
  let at = 0;
  for (const part of parts) {
    result.data.set(part.data, at);
    at += part.data.length;
  }
  return result;
}

function beside(budget: Budget, row: readonly Matrix[]): Matrix {
  const parts = row.filter((part) => !isEmpty(part));
  if (parts.length === 1) return parts[0];
  const rows = parts[0]?.rows ?? 0;
  const other = parts.find((part) => part.rows !== rows);
  if (other !== undefined) refuse(`${describe(parts[0])} beside ${describe(other)}`, 'as many rows in both');
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  const result = budget.matrix(rows, cols, parts.length > 0 && parts.every(({ logical }) => logical));
  let first = 0;
  for (const part of parts) {
    for (let r = 0; r < rows; r++) {
      result.data.set(part.data.subarray(r * part.cols, (r + 1) * part.cols), r * cols + first);
    }
    first += part.cols;
  }
  return result;
}

function joinTexts(rows: readonly (readonly Value[])[]): Value {
  const texts = rows.flat().map((value) => (value.kind === 'text' ? value.text : undefined));
  if (rows.length > 1 || texts.includes(undefined)) {
    refuse('texts among rows or numbers in []', 'texts in one row, or a cell array {}');
  }
  return { kind: 'text', text: texts.join('') };
}

export function cellOf(budget: Budget, rows: readonly (readonly Value[])[]): Cell {
  const cols = rows[0]?.length ?? 0;
  for (const [index, row] of rows.entries()) {
    if (row.length !== cols)
      refuse(`${row.length} columns in row ${index + 1}`, `${cols}, as in the rows before`);
  }
  budget.spend(rows.length, cols);
  return { kind: 'cell', rows: rows.length, cols, items: rows.flat() };
}
